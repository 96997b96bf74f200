import { trialsOfShard } from '../design/shard.js';
import type { Manifest, Trial, TrialRecord } from '../types.js';
import { type AttemptContext, attemptTrial } from './attempt-trial.js';
import { jobsOf } from './config/jobs.js';
import { runPool } from './pool.js';
import { TrialProgress } from './trial-progress.js';

export interface TrialsOfRun extends AttemptContext {
  /** Writes the manifest, which takes the record of every trial as it ends. */
  save: () => Promise<void>;
  toRun: Trial[];
}

/** A trial that failed, or that the host disturbed, is tried again once: a guest may die of the host's troubles. */
const ATTEMPTS = 2;

/**
 * Runs all trials that are still due, as many side by side as the settings say.
 * @param progress of all trials of the run, where these are but some of them
 */
export async function runTrials(
  run: TrialsOfRun,
  progress: TrialProgress = new TrialProgress(run.toRun, jobsOf(run.request.settings)),
): Promise<void> {
  const { settings, signal } = run.request;
  const jobs = jobsOf(settings);
  await runPool(
    run.toRun,
    async (trial) => recordEnd(run, progress, trial, await lastAttempt(run, progress, trial)),
    { jobs, signal },
  );
}

/** Tries a trial until it does well, as often as it may be tried. @returns the record of the last attempt */
async function lastAttempt(run: TrialsOfRun, progress: TrialProgress, trial: Trial): Promise<TrialRecord> {
  let former: TrialRecord | undefined;
  for (let attempt = 1; ; attempt++) {
    progress.begin(trial);
    const record = await attemptTrial(run, trial, attempt, former);
    progress.end(trial);
    if (!isDoubtful(record) || attempt === ATTEMPTS || run.request.signal.aborted) return record;
    former = record;
  }
}

const isDoubtful = ({ status, disturbed }: TrialRecord): boolean =>
  status === 'failed' || disturbed !== undefined;

/** Puts the record in place of a former run's, and says that the trial is over. */
async function recordEnd(
  { request, manifest, save }: TrialsOfRun,
  progress: TrialProgress,
  trial: Trial,
  record: TrialRecord,
): Promise<void> {
  if (record.status !== 'failed') progress.took(trial, record.durationS);
  const others = manifest.trials.filter(({ id }) => id !== record.id);
  manifest.trials = inPlanOrder([...others, record], manifest);
  await save();
  const of = trialsOfShard(request.plan, request.shard).length;
  request.onEvent({
    type: 'trial-end',
    trial: trial.id,
    record,
    done: of - progress.unfinished,
    of,
    leftS: progress.leftS(),
  });
}

function inPlanOrder(records: TrialRecord[], manifest: Manifest): TrialRecord[] {
  const place = new Map(manifest.plan.trials.map(({ id }, i) => [id, i]));
  return records.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}
