import Papa from 'papaparse';
import { OBSERVATION_FORMAT, observationReader, refuseCutLine } from '../cells/observation-parse.js';
import { EXIT, Failure } from '../failure.js';
import { openRegular } from '../machine/regular-file.js';
import type { Observation } from '../types.js';
import { LongLine, type RowsByTrial, TrialDigests } from './trial-digests.js';

/** Bytes read at once; whatever a chunk is sliced into keeps no more than this alive. */
const CHUNK = 1 << 18;

/**
 * Reads an observations.csv of any size, handing rows on as they come.
 * @returns how many rows of which trial there were, and their digests
 * @throws Failure (io) that names the first line which is not whole; rows before it were handed on
 */
export async function streamObservations(
  path: string,
  onObservation: (observation: Observation) => void,
): Promise<RowsByTrial> {
  const reader = observationReader(onObservation);
  const file = await openRegular(path);
  const stream = file.createReadStream({ encoding: 'utf8', highWaterMark: CHUNK });
  let end = '';
  const digests = new TrialDigests();
  let damage: unknown;
  let disorder: unknown;
  stream.on('data', (chunk) => {
    end = String(chunk.slice(-1));
    try {
      digests.add(String(chunk));
    } catch (error) {
      // What a single line lacks says more, and is said first.
      disorder ??= error;
      if (error instanceof LongLine) stream.destroy(error);
    }
  });
  await new Promise<void>((resolve, reject) => {
    Papa.parse<string[]>(stream, {
      ...OBSERVATION_FORMAT,
      chunk: (result, parser) => {
        try {
          reader.records(result);
        } catch (error) {
          // An aborted parser says that it is complete: why it was aborted is asked below.
          damage ??= error;
          parser.abort();
        }
      },
      complete: () => resolve(),
      error: reject,
    });
  })
    .catch((error) => {
      damage ??= error;
    })
    .finally(() => stream.destroy());
  try {
    if (damage !== undefined) throw damage;
    reader.end();
    refuseCutLine(end === '\n');
    if (disorder !== undefined) throw disorder;
    return digests.end();
  } catch (error) {
    throw new Failure({
      what: `${path} is damaged: ${error instanceof Error ? error.message : String(error)}`,
      exit: EXIT.io,
      remedy: 'Nothing was concluded from it. Copy the results folder again from where it was measured.',
      cause: error,
    });
  }
}
