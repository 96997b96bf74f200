import { open, rename, rm } from 'node:fs/promises';

const BLOCK_BYTES = 65_536;

/**
 * Writes a file anew without its blocks of zeros, which then take no space on file systems that know holes; what a reader
 * gets stays the same.
 */
export async function digHoles(path: string): Promise<void> {
  const aside = `${path}.holes`;
  const from = await open(path, 'r');
  const to = await open(aside, 'w', (await from.stat()).mode & 0o777);
  try {
    const block = Buffer.alloc(BLOCK_BYTES);
    let position = 0;
    for (;;) {
      const { bytesRead } = await from.read(block, 0, BLOCK_BYTES, position);
      if (bytesRead === 0) break;
      const read = block.subarray(0, bytesRead);
      if (read.some((byte) => byte !== 0)) await to.write(read, 0, bytesRead, position);
      position += bytesRead;
    }
    await to.truncate(position);
    await rename(aside, path);
  } finally {
    await from.close();
    await to.close();
    await rm(aside, { force: true });
  }
}
