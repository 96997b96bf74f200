import { access, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { declaredFactors } from '../../cells/declared-factors.js';
import { observationCsv } from '../../cells/observation-csv.js';
import { isName } from '../../design/name.js';
import { EXIT, Failure } from '../../failure.js';
import { makeResultsFolder } from '../../machine/host/make-folder.js';
import type { Manifest, Observation } from '../../types.js';
import { readManifest, writeManifest } from './manifest.js';
import { readObservations } from './results.js';
import { NO_ROWS, rowsByTrial } from './trial-digests.js';

/** Where baselines stand unless told: beside the configuration, for git to hold. */
export const BASELINES = 'baselines';

export interface Baseline {
  name: string;
  folder: string;
  manifest: Manifest;
}

/**
 * Keeps a run as a baseline: its manifest and its observations but for raw ones (each packet of a probe), which
 * `compare` does not judge and which are most of the bytes. Replaces a baseline of that name as one act.
 * @param partial keep what there is: trials of the plan may be missing or failed
 * @throws Failure when the name can't be a folder, when the results are none, or when they lack a trial
 */
export async function saveBaseline(
  results: string,
  name: string,
  folder: string,
  partial = false,
): Promise<Baseline> {
  if (!isName(name)) {
    throw new Failure({
      what: `"${name}" can't name a baseline`,
      exit: EXIT.usage,
      remedy: 'Use letters and digits, after the first also . _ + and -, at most 64 of them.',
    });
  }
  const manifest = await readManifest(results);
  if (!partial) requireWhole(results, manifest);
  const path = join(folder, name);
  await makeResultsFolder(dirname(path));
  const making = await mkdtemp(join(folder, `.${name}-`));
  const former = `${making}-former`;
  try {
    const raw = new Set(manifest.scenarios.flatMap(({ jitters }) => jitters.map(({ metric }) => metric)));
    const rows: Observation[] = [];
    await readObservations(results, manifest, (row) => {
      if (!raw.has(row.metric)) rows.push(row);
    });
    const csv = observationCsv(rows, declaredFactors(manifest.scenarios));
    await writeFile(join(making, 'observations.csv'), csv);
    const kept = rowsByTrial(csv);
    const trials = manifest.trials.map((record) => ({ ...record, rows: kept.get(record.id) ?? NO_ROWS }));
    await writeManifest(making, { ...manifest, trials });
    await rename(path, former).catch((error) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(making, path);
    await rm(former, { recursive: true, force: true });
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return { name, folder: path, manifest };
}

/** What a baseline lacks, no later comparison can look at. */
function requireWhole(results: string, { plan, trials }: Manifest): void {
  const whole = new Set(trials.filter(({ status }) => status !== 'failed').map(({ id }) => id));
  const missing = plan.trials.map(({ id }) => id).filter((id) => !whole.has(id));
  if (missing.length === 0) return;
  throw new Failure({
    what: `${missing.length} of ${plan.trials.length} trials are missing or failed: what they measure could not be compared`,
    exit: EXIT.usage,
    tail: missing.join('\n'),
    remedy: `netknee run --resume ${results}, or keep what there is: --partial`,
  });
}

/** The baselines of a folder, by name; none when it is not there. */
export async function listBaselines(folder: string): Promise<Baseline[]> {
  const names = await readdir(folder, { withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found: Baseline[] = [];
  for (const entry of names.filter((one) => one.isDirectory() && isName(one.name))) {
    const path = join(folder, entry.name);
    found.push({ name: entry.name, folder: path, manifest: await readManifest(path) });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A results folder as it is; else the baseline of that name, where there is one. */
export async function resultsOrBaseline(word: string): Promise<string> {
  const exists = (path: string) =>
    access(join(path, 'manifest.json')).then(
      () => true,
      () => false,
    );
  const baseline = join(BASELINES, word);
  return !(await exists(word)) && isName(word) && (await exists(baseline)) ? baseline : word;
}
