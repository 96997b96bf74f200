import { open } from 'node:fs/promises';

const SECTOR_BYTES = 512;
/** Any number that is no other disk's. */
const SIGNATURE = 0x6e65746b;
const LINUX = 0x83;

/** What a kernel calls the file system of `nameDisk`, without an initrd: the names of disks are in the order they were found. */
export const NAMED_ROOT = `PARTUUID=${SIGNATURE.toString(16)}-01`;

/**
 * Pure: a partition table of one partition, which is the whole disk, its table included. ext4 leaves the first 1024 bytes of a
 * disk alone, for tables as this.
 * @param sectors of the disk, of 512 bytes
 */
export function wholeDiskTable(sectors: number): Buffer {
  const table = Buffer.alloc(SECTOR_BYTES);
  table.writeUInt32LE(SIGNATURE, 0x1b8);
  const partition = table.subarray(0x1be);
  partition.writeUInt8(LINUX, 4);
  partition.writeUInt32LE(0, 8);
  partition.writeUInt32LE(sectors, 12);
  table.writeUInt16LE(0xaa55, 0x1fe);
  return table;
}

/** Gives a disk image that is one ext4 file system a name that stays: `NAMED_ROOT`. Nothing else of it changes. */
export async function nameDisk(image: string): Promise<void> {
  const file = await open(image, 'r+');
  try {
    const { size } = await file.stat();
    await file.write(wholeDiskTable(Math.floor(size / SECTOR_BYTES)), 0, SECTOR_BYTES, 0);
  } finally {
    await file.close();
  }
}
