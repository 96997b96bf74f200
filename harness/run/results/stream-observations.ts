import type { FileHandle } from 'node:fs/promises';
import { observationReader, refuseCutLine } from '../../cells/observation-parse.js';
import { EXIT, Failure } from '../../failure.js';
import { openRegular } from '../../machine/files/regular-file.js';
import type { FactorDeclaration, Observation } from '../../types.js';
import { LONGEST_LINE, LongLine, type RowsByTrial, TrialDigests } from './trial-digests.js';

/** Bytes read at once; whatever a chunk is sliced into keeps no more than this alive. */
const CHUNK = 1 << 18;

/** @param trial as the row says it; absent for a line that says none */
type OnDamage = (trial: string | undefined, error: Error) => void;

/**
 * Reads an observations.csv of any size, handing rows on as they come.
 * @param declared factors of the scenarios that were measured
 * @param onDamage is told of each row that is not whole, or that `onObservation` threw at; reading goes on behind it
 * @returns how many rows of which trial there were, and their digests
 * @throws Failure (io) for a header that is none, for a line without end, and, without `onDamage`, for the first line which is not
 *   whole; rows before it were handed on
 */
export async function streamObservations(
  path: string,
  declared: readonly FactorDeclaration[],
  onObservation: (observation: Observation) => void,
  onDamage?: OnDamage,
): Promise<RowsByTrial> {
  const tell = onDamage && ((record: readonly string[], error: Error) => onDamage(record[1], error));
  const reader = observationReader(declared, onObservation, tell);
  const file = await openRegular(path);
  const cut = onDamage && (await cutAt(file));
  if (cut !== undefined) onDamage?.(undefined, new Error('the last line is cut short (no line end)'));
  const stream = file.createReadStream({
    ...{ encoding: 'utf8', highWaterMark: CHUNK },
    ...(cut === undefined ? {} : { start: 0, end: Math.max(0, cut - 1) }),
  });
  const digests = new TrialDigests(onDamage !== undefined);
  let end = '';
  let disorder: unknown;
  const digest = (piece: string): void => {
    try {
      digests.add(piece);
    } catch (error) {
      if (error instanceof LongLine) throw error;
      // What a single line lacks says more, and is said first.
      disorder ??= error;
    }
  };
  try {
    for await (const chunk of stream) {
      const piece = String(chunk);
      end = piece.slice(-1);
      digest(piece);
      reader.add(piece);
    }
    reader.end();
    refuseCutLine(end === '\n');
    if (disorder !== undefined) throw disorder;
    return digests.end();
  } catch (error) {
    throw new Failure({
      what: `${path} is damaged: ${error instanceof Error ? error.message : String(error)}`,
      exit: EXIT.io,
      remedy:
        'Nothing was concluded from it. Copy the results folder again from where it was measured; or go on knowingly with the rows that are good: --allow-mismatch damage.',
      cause: error,
    });
  }
}

/** Where the last whole line ends, in bytes, in a file whose last line has no end; undefined for a file that is whole. */
async function cutAt(file: FileHandle): Promise<number | undefined> {
  const { size } = await file.stat();
  const start = Math.max(0, size - LONGEST_LINE);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
  const last = buffer.subarray(0, bytesRead).lastIndexOf('\n');
  return last < 0 || start + last + 1 === size ? undefined : start + last + 1;
}
