import { createReadStream } from 'node:fs';
import Papa from 'papaparse';
import { OBSERVATION_FORMAT, observationReader, refuseCutLine } from '../cells/observation-parse.js';
import type { Observation } from '../types.js';

/** Bytes read at once; whatever a chunk is sliced into keeps no more than this alive. */
const CHUNK = 1 << 18;

/** Reads an observations.csv of any size, handing rows on as they come. Throws as `observationReader` does. */
export async function streamObservations(
  path: string,
  onObservation: (observation: Observation) => void,
): Promise<void> {
  const reader = observationReader(onObservation);
  const stream = createReadStream(path, { encoding: 'utf8', highWaterMark: CHUNK });
  let end = '';
  stream.on('data', (chunk) => {
    end = String(chunk.slice(-1));
  });
  await new Promise<void>((resolve, reject) => {
    Papa.parse<string[]>(stream, {
      ...OBSERVATION_FORMAT,
      chunk: (result, parser) => {
        try {
          reader.records(result);
        } catch (error) {
          parser.abort();
          stream.destroy();
          reject(error);
        }
      },
      complete: () => resolve(),
      error: reject,
    });
  });
  reader.end();
  refuseCutLine(end === '\n');
}
