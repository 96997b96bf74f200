import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readManifest } from '../harness/run/results/manifest.js';
import { plays, runTiny } from '../harness/run/tiny.testing.js';

/** What must be equal, whatever a run met on its way. */
export const textsOf = (folder: string): Promise<string[]> =>
  Promise.all(['observations.csv', 'summary.csv'].map((name) => readFile(join(folder, name), 'utf8')));

/** Goes on with what stands in a folder, on a fake machine where all goes well; begins where nothing had begun. */
export async function resumeWell(folder: string) {
  const resumed = existsSync(join(folder, 'manifest.json')) ? await readManifest(folder) : undefined;
  return { resumed, ...(await runTiny({ folder, play: plays.well, request: { resumed } })) };
}
