import { copyFile, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { passOf } from '../../design/pass-of.js';
import { stepsOf } from '../../design/steps-of.js';
import { temporaryFolder } from '../../machine/files/temporary-folder.js';
import { noiseBetween, noiseFacts, noiseReasons, readHostState } from '../../machine/host/host-noise.js';
import { withCleanup } from '../../machine/process/cleanup.js';
import type { Provider, TrialDeadlines } from '../../machine/provider/provider.js';
import type { Observation, Scenario, Step, StoredAttachment, Trial, TrialRecord } from '../../types.js';
import { type BundleParts, keepBundleText, writeBundle } from './bundle.js';
import { recordTrial } from './recorder.js';
import { trialOutcome } from './trial-outcome.js';

export interface TrialJob {
  run: string;
  scenario: Scenario;
  trial: Trial;
  attempt: number;
  parts: BundleParts;
  /** `raw/<trial>` of the results; a former attempt's is kept beside it. */
  raw: string;
  provider: Provider;
  deadlines: TrialDeadlines;
  /** Keep the bundle with its binaries, to run it by hand elsewhere. */
  keep: boolean;
  onStep: (step: Step, done: number, of: number) => void;
  signal: AbortSignal;
}

export interface TrialResults {
  observations: Observation[];
  attachments: StoredAttachment[];
}

/** Runs one trial to its end, whichever end: what it measured is returned, what went wrong is recorded. */
export function executeTrial(job: TrialJob): Promise<TrialResults & { record: TrialRecord }> {
  const { scenario, trial, raw } = job;
  const steps = stepsOf(scenario, trial);
  return withCleanup(async (cleanup) => {
    const started = new Date();
    // The clock of the day may be set while the trial runs.
    const began = performance.now();
    const temporary = await temporaryFolder(`the bundle of ${trial.id}`, cleanup);
    await setAside(raw);
    await mkdir(raw, { recursive: true });
    const bundle = await writeBundle(temporary, trial, steps, job.parts);
    await keepBundleText(temporary, join(raw, 'bundle'));
    if (job.keep) await copyFile(bundle.tar, join(raw, 'bundle.tar'));
    const recording = recordTrial({
      run: job.run,
      scenario,
      trial,
      steps,
      raw,
      onStep: (step, done) => job.onStep(step, done, steps.length),
    });
    let watch = await watchHost(job);
    const end = await job.provider.runTrial({
      trial,
      bundle: bundle.tar,
      kernelArguments: scenario.kernelArguments,
      rawFolder: raw,
      ...(scenario.watches && { watches: scenario.watches }),
      deadlines: job.deadlines,
      onFrame: recording.onFrame,
      // Where a boot takes commands of its own, what it costs is not what disturbs.
      onReady: async () => {
        watch = await watchHost(job);
      },
      signal: job.signal,
    });
    const { noise, disturbed } = await watch();
    const { measurements, ...outcome } = trialOutcome({
      trial,
      pass: passOf(scenario, trial.pass),
      steps,
      recording,
      end,
      disturbed,
      interrupted: job.signal.aborted,
    });
    recording.measured(measurements);
    const record: TrialRecord = {
      id: trial.id,
      ...outcome,
      attempts: job.attempt,
      startedAt: started.toISOString(),
      durationS: Math.round((performance.now() - began) / 100) / 10,
      stepsDone: recording.stepsDone,
      stepsPlanned: steps.length,
      bundleSha256: bundle.sha256,
      accelerator: end.accelerator,
      guest: recording.facts,
      ...((noise ?? end.host) !== undefined && { noise: { ...noise, ...end.host } }),
      ...(disturbed.length > 0 && { disturbed }),
    };
    return { record, observations: recording.observations, attachments: recording.attachments };
  });
}

/** Providers whose machines share this host's CPUs. */
const ON_THIS_HOST = ['qemu', 'vagrant', 'local'];

/**
 * Looks at the host now, and again when the function it returns is called. Only the wall clock is disturbed by what is
 * seen: it counts instructions.
 */
async function watchHost({
  provider,
  trial,
}: TrialJob): Promise<() => Promise<{ noise?: Record<string, string>; disturbed: string[] }>> {
  if (!ON_THIS_HOST.includes(provider.name)) return async () => ({ disturbed: [] });
  const before = await readHostState(provider.guestMark);
  return async () => {
    const seen = noiseBetween(before, await readHostState(provider.guestMark));
    return {
      noise: noiseFacts(seen),
      disturbed: trial.clock === 'wall' ? noiseReasons(seen, trial.memoryMb) : [],
    };
  };
}

/** A failed attempt's records stay, as `<trial>.attempt-1` and so on: they may say why. */
async function setAside(raw: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(raw, `${raw}.attempt-${attempt}`);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return;
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    }
  }
}
