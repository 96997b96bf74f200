import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A very slow disk must not keep a trial from beginning: it may begin all the same. */
const DEADLINE_MS = 180_000;
const PIECE_BYTES = 4 * 1024 * 1024;

/** What this process has read already, by path. */
const known = new Set<string>();

/**
 * Reads files from their disk, so that whoever reads them next finds them in the page cache. Where idle time is skipped,
 * a guest that waits for the host's disk sees its own deadlines expire meanwhile: with the image on a disk that was not read
 * since the host's last boot, programs end by I/O errors and time-outs. Each file is read once in the life of this process.
 */
export async function readAhead(paths: readonly string[]): Promise<void> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  for (const path of paths.filter((one) => !known.has(one))) {
    const nowhere = new Writable({ write: (_piece, _encoding, done) => done() });
    try {
      await pipeline(createReadStream(path, { highWaterMark: PIECE_BYTES }), nowhere, { signal });
    } catch {
      // Too slow, or not to be read: a guest may begin all the same, and QEMU itself says what it can't read.
      if (signal.aborted) return;
      continue;
    }
    known.add(path);
  }
}
