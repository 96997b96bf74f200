import { crc32 } from 'node:zlib';
import type { Frame } from './frame.js';

/** A frame as `frame.c` writes it. */
export function encode({ kind, name, payload }: Frame): Buffer {
  // In one piece: zlib.crc32 of an empty buffer forgets the value it was to go on from.
  const crc = crc32(Buffer.concat([Buffer.from(`${kind} ${name}\n`), payload]));
  const header = `@netknee 1 ${kind} ${name} ${payload.length} ${crc.toString(16).padStart(8, '0')}\n`;
  return Buffer.concat([Buffer.from(header), payload, Buffer.from('\n')]);
}
