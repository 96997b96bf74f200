import { join } from 'node:path';
import { declaredFactors } from '../cells/declared-factors.js';
import { passOf } from '../design/pass-of.js';
import { trialsOfShard } from '../design/shard.js';
import { kernelImage } from '../machine/image/kernel.js';
import type { Stored } from '../machine/image/store.js';
import { withCleanup } from '../machine/process/cleanup.js';
import type { Provider } from '../machine/provider/provider.js';
import { hostFacts } from '../machine/qemu/host-facts.js';
import { probeKvm } from '../machine/qemu/kvm-probe.js';
import { qemuProvider } from '../machine/qemu/qemu.js';
import type { Manifest, Notice, PinnedRecord, Scenario, Shard, Trial, TrialRecord } from '../types.js';
import { jobsOf } from './config/jobs.js';
import { planArguments } from './config/plan-arguments.js';
import type { Settings } from './config/settings.js';
import { netkneeVersion } from './config/version.js';
import type { OnEvent } from './events.js';
import { rememberFolders } from './plan/known-folders.js';
import type { ResolvedPlan } from './plan/resolve-plan.js';
import { TimeLeft } from './plan/time-left.js';
import { runPool } from './pool.js';
import { requireNeeds } from './prepare/needs.js';
import type { OwnRun } from './prepare/own-run.js';
import { type Prepared, prepare } from './prepare/prepare.js';
import { artifactSettings, pinnedTo, requireSameArtifacts } from './prepare/resumed-artifacts.js';
import { runNotices } from './prepare/run-notices.js';
import { lockFolder } from './results/folder-lock.js';
import { type Journal, openJournal } from './results/journal.js';
import { describeScenario, writeManifest } from './results/manifest.js';
import {
  type Concluded,
  gatherObservations,
  hasItsRows,
  rawFolder,
  writeReport,
  writeTrialResults,
} from './results/results.js';
import type { BundleParts } from './trial/bundle.js';
import { deadlinesOf } from './trial/deadlines.js';
import { requireSameAccelerator } from './trial/resumed-accelerator.js';
import { executeTrial } from './trial/trial.js';
import { hasReal, wallClock } from './trial/wall-clock.js';

export interface RunRequest extends ResolvedPlan {
  settings: Settings;
  /** results/<run-id> */
  folder: string;
  run: string;
  /** Runs this part of the plan alone. */
  shard?: Shard | undefined;
  /** The manifest of an interrupted run to go on with. */
  resumed?: Manifest | undefined;
  onEvent: OnEvent;
  signal: AbortSignal;
  /** Where trials run on a machine that is not baked. */
  own?: OwnRun | undefined;
  /** For tests of the life cycle: nothing is baked and no real machine is made. */
  fake?: { provider: Provider; prepared: Prepared };
}

/** A trial that failed, or that the host disturbed, is tried again once: a guest may die of the host's troubles. */
const ATTEMPTS = 2;

/**
 * The whole run: prepare, trials, summary, report. Whatever happens after the first trial began, what
 * was measured is on the disk and the manifest says which trials are missing.
 */
export async function executeRun(request: RunRequest): Promise<Concluded> {
  const { folder, onEvent } = request;
  const began = performance.now();
  await rememberFolders(request.scenarios.flatMap(({ folder }) => folder ?? []));
  const done = await doneAlready(request);
  const mine = trialsOfShard(request.plan, request.shard);
  const toRun = mine.filter(({ id }) => !done.some((record) => record.id === id));
  onEvent({ type: 'plan', run: request.run, folder, plan: request.plan, toRun });
  const prepared = request.fake?.prepared ?? (await prepareRun(request));
  const image = request.own?.facts.image;
  requireSameArtifacts(request.resumed, { folder, made: prepared, image });
  const pinned = pinnedTo(prepared, request.resumed);
  const { provider, notices } = await chooseProvider(request, prepared, pinned, toRun);
  if (hasReal(toRun)) requireSameAccelerator(request.resumed, provider.realAccelerator);
  // A plan that is resumed was shaped by what was said then.
  const words =
    request.resumed === undefined
      ? planArguments(request.settings, request.scenarios)
      : request.resumed.planArguments;
  const manifest: Manifest = {
    schema: 3,
    run: request.run,
    ...(request.shard === undefined ? {} : { shard: request.shard }),
    ...(request.resumed?.shards === undefined ? {} : { shards: request.resumed.shards }),
    startedAt: request.resumed?.startedAt ?? new Date().toISOString(),
    endedAt: null,
    netknee: await netkneeVersion(),
    plan: request.plan,
    ...(words === undefined || words.length === 0 ? {} : { planArguments: words }),
    host: { ...(await hostFacts()), jobs: String(jobsOf(request.settings)), ...request.own?.facts },
    artifacts: prepared.artifacts,
    ...(pinned === undefined ? {} : { pinned }),
    unavailable: prepared.unavailable,
    scenarios: request.scenarios.map(describeScenario),
    // A failed one stands until it has run again: its part of the data does as well.
    trials: [...(request.resumed?.trials ?? [])],
    notices,
  };
  // One write at a time: trials that end together must not take each other's half-written file.
  let saved = Promise.resolve();
  const save = (): Promise<void> => {
    saved = saved.catch(() => {}).then(() => writeManifest(folder, manifest));
    return saved;
  };
  // Undone on an interruption too: what was measured is put in place before anything else is said.
  const { judged, summary, damage } = await withCleanup(async (lock) => {
    await lockFolder(folder, lock);
    await withCleanup(async (cleanup) => {
      const journal = await openJournal(join(folder, 'journal.jsonl'));
      cleanup.register('journal', () => journal.append({ event: 'run-end' }).finally(() => journal.close()));
      cleanup.register('observations', () => gatherObservations(folder, manifest));
      cleanup.register('manifest', () => {
        manifest.endedAt = new Date().toISOString();
        return save();
      });
      await journal.append({ event: request.resumed === undefined ? 'run-start' : 'run-resume' });
      for (const notice of notices) onEvent({ type: 'notice', notice });
      await save();
      await runTrials(request, prepared, provider, manifest, save, journal, toRun);
    });
    return writeReport(folder);
  });
  onEvent({ type: 'verdicts', judged });
  const count = (status: TrialRecord['status']) =>
    manifest.trials.filter((record) => record.status === status).length;
  const durationS = Math.round((performance.now() - began) / 1000);
  onEvent({ type: 'end', folder, failed: count('failed'), disturbed: count('disturbed'), durationS });
  return { manifest, summary, judged, damage };
}

/** Trials of a resumed run that need not be measured again: they did not fail, and what they measured still stands. */
async function doneAlready({ resumed, folder, onEvent }: RunRequest): Promise<TrialRecord[]> {
  const done: TrialRecord[] = [];
  for (const record of (resumed?.trials ?? []).filter(({ status }) => status !== 'failed')) {
    if (await hasItsRows(folder, record)) done.push(record);
    else {
      const text = `what ${record.id} measured does not stand as it was written: it is measured again`;
      onEvent({ type: 'notice', notice: { severity: 'warning', text } });
    }
  }
  return done;
}

async function prepareRun(request: RunRequest): Promise<Prepared> {
  const { scenarios, kernels, own, plan, resumed, onEvent, signal } = request;
  const onProgress = (what: string) => onEvent({ type: 'prepare', what });
  const prepared = await prepare({
    // A run in which no trial has run yet may go on with anything.
    recorded: resumed?.trials.length === 0 ? undefined : resumed,
    scenarios,
    kernels,
    settings: artifactSettings(request),
    builder: own?.builder,
    onProgress,
    signal,
  });
  const { guest } = prepared;
  if (guest !== undefined) await requireNeeds({ scenarios, trials: plan.trials, guest, onProgress, signal });
  return prepared;
}

async function chooseProvider(
  request: RunRequest,
  prepared: Prepared,
  pinned: PinnedRecord | undefined,
  toRun: Trial[],
): Promise<{ provider: Provider; notices: Notice[] }> {
  const notices = runNotices(request, prepared, pinned);
  if (request.fake !== undefined) return { provider: request.fake.provider, notices };
  if (request.own !== undefined) {
    return { provider: request.own.provider, notices: [...notices, ...request.own.notices] };
  }
  const guest = prepared.guest as NonNullable<Prepared['guest']>;
  const kernel = kernelImage([...guest.kernels.values()][0] as Stored);
  const probe = () => probeKvm(kernel, { signal: request.signal });
  const real = await wallClock(request, toRun, probe);
  return {
    provider: qemuProvider({ ...guest, realAccelerator: real.accelerator, probe }),
    notices: [...notices, ...real.notices],
  };
}

async function runTrials(
  request: RunRequest,
  prepared: Prepared,
  provider: Provider,
  manifest: Manifest,
  save: () => Promise<void>,
  journal: Journal,
  toRun: Trial[],
): Promise<void> {
  const { folder, settings, signal, onEvent } = request;
  const jobs = jobsOf(settings);
  const left = new TimeLeft(jobs);
  const waiting = new Set(toRun);
  const running = new Map<Trial, number>();
  const timeLeft = () =>
    left.of(
      [...waiting],
      [...running].map(([trial, since]) => ({ trial, elapsedS: (performance.now() - since) / 1000 })),
    );

  const attemptTrial = async (trial: Trial, attempt: number): Promise<TrialRecord> => {
    running.set(trial, performance.now());
    onEvent({ type: 'trial-start', trial, attempt });
    await journal.append({ event: 'trial-start', trial: trial.id });
    const scenario = request.scenarios.find(({ name }) => name === trial.scenario) as Scenario;
    const { record, ...results } = await executeTrial({
      run: request.run,
      scenario,
      trial: {
        ...trial,
        variants: trial.variants.filter((name) => prepared.parts.get(scenario.name)?.variants.has(name)),
      },
      attempt,
      parts: prepared.parts.get(scenario.name) as BundleParts,
      raw: rawFolder(folder, trial.id),
      provider,
      deadlines: deadlinesOf(
        trial,
        settings.timeout,
        passOf(scenario, trial.pass)?.crashExpected !== undefined,
      ),
      keep: settings.keep === true,
      onStep: (step, done, of) => {
        onEvent({
          type: 'step',
          trial: trial.id,
          step: step.id,
          title: step.title,
          done,
          of,
          level: step.level,
        });
      },
      signal,
    });
    const rows = await writeTrialResults(folder, declaredFactors(manifest.scenarios), trial.id, results);
    await journal.append({
      event: 'trial-end',
      trial: trial.id,
      status: record.status,
      reasons: record.reasons,
    });
    running.delete(trial);
    return { ...record, rows };
  };

  await runPool(
    toRun,
    async (trial) => {
      waiting.delete(trial);
      let record = await attemptTrial(trial, 1);
      for (let attempt = 2; isDoubtful(record) && attempt <= ATTEMPTS && !signal.aborted; attempt++) {
        record = await attemptTrial(trial, attempt);
      }
      if (record.status !== 'failed') left.finished(trial, record.durationS);
      const others = manifest.trials.filter(({ id }) => id !== record.id);
      manifest.trials = inPlanOrder([...others, record], manifest);
      await save();
      const of = trialsOfShard(request.plan, request.shard).length;
      onEvent({
        type: 'trial-end',
        trial: trial.id,
        record,
        done: of - waiting.size - running.size,
        of,
        leftS: timeLeft(),
      });
    },
    { jobs, signal },
  );
}

const isDoubtful = ({ status, disturbed }: TrialRecord): boolean =>
  status === 'failed' || disturbed !== undefined;

function inPlanOrder(records: TrialRecord[], manifest: Manifest): TrialRecord[] {
  const place = new Map(manifest.plan.trials.map(({ id }, i) => [id, i]));
  return records.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}
