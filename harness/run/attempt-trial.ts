import { declaredFactors } from '../cells/declared-factors.js';
import { passOf } from '../design/pass-of.js';
import type { Provider } from '../machine/provider/provider.js';
import type { Manifest, Scenario, Trial, TrialRecord } from '../types.js';
import type { Prepared } from './prepare/prepare.js';
import type { Journal } from './results/journal.js';
import { rawFolder, writeTrialResults } from './results/results.js';
import type { RunRequest } from './run-request.js';
import type { BundleParts } from './trial/bundle.js';
import { deadlinesOf } from './trial/deadlines.js';
import { executeTrial, type TrialJob } from './trial/trial.js';

/** What every attempt of a run's trials shares. */
export interface AttemptContext {
  request: RunRequest;
  prepared: Prepared;
  provider: Provider;
  journal: Journal;
  manifest: Manifest;
}

/**
 * Runs one trial once: it is announced, what it measured is written, and the journal says how it ended.
 * @param former the attempt before it, of a trial that is tried again
 */
export async function attemptTrial(
  run: AttemptContext,
  trial: Trial,
  attempt: number,
  former?: TrialRecord,
): Promise<TrialRecord> {
  const { request, journal } = run;
  request.onEvent({
    ...{ type: 'trial-start', trial, attempt },
    ...(former !== undefined && { again: former.reasons }),
  });
  await journal.append({ event: 'trial-start', trial: trial.id });
  const { record, ...results } = await executeTrial(jobOf(run, trial, attempt));
  const rows = await writeTrialResults(
    request.folder,
    declaredFactors(run.manifest.scenarios),
    trial.id,
    results,
  );
  const { status, reasons } = record;
  await journal.append({ event: 'trial-end', trial: trial.id, status, reasons });
  return { ...record, rows };
}

function jobOf({ request, prepared, provider }: AttemptContext, trial: Trial, attempt: number): TrialJob {
  const { run, folder, settings, signal, onEvent } = request;
  const scenario = request.scenarios.find(({ name }) => name === trial.scenario) as Scenario;
  const parts = prepared.parts.get(scenario.name) as BundleParts;
  const crashExpected = passOf(scenario, trial.pass)?.crashExpected !== undefined;
  return {
    run,
    scenario,
    trial: { ...trial, variants: trial.variants.filter((name) => parts.variants.has(name)) },
    attempt,
    parts,
    raw: rawFolder(folder, trial.id),
    provider,
    deadlines: deadlinesOf(trial, settings.timeout, crashExpected),
    keep: settings.keep === true,
    onStep: ({ id, title, level }, done, of) =>
      onEvent({ type: 'step', trial: trial.id, step: id, title, done, of, level }),
    signal,
  };
}
