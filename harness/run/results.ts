import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildReport } from '../report/build-report.js';
import { observationCsv, observationHeader } from '../report/observation-csv.js';
import { parseObservations } from '../report/observation-parse.js';
import type { Manifest, Observation, Plan } from '../types.js';
import { readManifest } from './manifest.js';

/** Where a trial's own records and observations stand. */
export const rawFolder = (results: string, trial: string): string => join(results, 'raw', trial);

const CSV = 'observations.csv';

/** Writes what one trial measured beside its raw output; a former attempt's is replaced. */
export async function writeTrialObservations(
  results: string,
  trial: string,
  rows: Observation[],
): Promise<void> {
  await writeFile(join(rawFolder(results, trial), CSV), observationCsv(rows));
}

/** Puts observations.csv together from its trials, in the order of the plan, and replaces it as one act. */
export async function gatherObservations(results: string, plan: Plan): Promise<void> {
  const path = join(results, CSV);
  const header = observationHeader();
  const file = await open(`${path}.new`, 'w');
  try {
    await file.write(header);
    for (const { id } of plan.trials) {
      const text = await readFile(join(rawFolder(results, id), CSV), 'utf8').catch((error) => {
        if (error.code === 'ENOENT') return header;
        throw error;
      });
      await file.write(text.slice(header.length));
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

/**
 * Rebuilds summary, tables, figures and report of a results folder from observations.csv and
 * manifest.json alone.
 */
export async function writeReport(results: string): Promise<Manifest> {
  const manifest = await readManifest(results);
  const observations = parseObservations(await readFile(join(results, CSV), 'utf8'));
  const files = await buildReport(manifest, observations);
  // What a former report had and this one has not would look like a result.
  for (const folder of ['tables', 'figures'])
    await rm(join(results, folder), { recursive: true, force: true });
  for (const [name, text] of files) {
    await mkdir(dirname(join(results, name)), { recursive: true });
    await writeFile(join(results, name), text);
  }
  return manifest;
}
