import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { observationCsv, observationHeader } from '../cells/observation-csv.js';
import { sampleCollector } from '../cells/samples.js';
import { summariseCells } from '../cells/summarise.js';
import type { SummaryRow } from '../cells/summary-row.js';
import type { JudgedClaim } from '../claims/judge.js';
import { buildReport } from '../report/build-report.js';
import type { Manifest, Observation, Plan, ScenarioDescription } from '../types.js';
import { readManifest } from './manifest.js';
import { pageAssets, pngAssets } from './report-assets.js';
import { streamObservations } from './stream-observations.js';

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
 * The cells of a results folder, read as a stream: the file is never held whole. Throws as `observationReader`
 * does.
 */
export async function readSummary(
  results: string,
  scenarios: readonly ScenarioDescription[],
): Promise<SummaryRow[]> {
  const collector = sampleCollector();
  await streamObservations(join(results, CSV), collector.add);
  return summariseCells(collector.cells(), scenarios);
}

/** A results folder as far as it is needed to conclude from it. */
export async function readRun(
  results: string,
): Promise<{ manifest: Manifest; summary: readonly SummaryRow[] }> {
  const manifest = await readManifest(results);
  return { manifest, summary: await readSummary(results, manifest.scenarios) };
}

/**
 * Rebuilds summary, tables, figures and report of a results folder from observations.csv and
 * manifest.json alone.
 */
export async function writeReport(results: string): Promise<{ manifest: Manifest; judged: JudgedClaim[] }> {
  const { manifest, summary } = await readRun(results);
  const { files, judged } = await buildReport(manifest, summary, {
    page: await pageAssets(),
    png: await pngAssets(),
  });
  // What a former report had and this one has not would look like a result.
  for (const folder of ['tables', 'figures', 'exports'])
    await rm(join(results, folder), { recursive: true, force: true });
  for (const [name, content] of files) {
    await mkdir(dirname(join(results, name)), { recursive: true });
    await writeFile(join(results, name), content);
  }
  return { manifest, judged };
}
