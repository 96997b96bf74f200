import { join, resolve } from 'node:path';
import { trialsOfShard } from '../design/shard.js';
import { EXIT, Failure } from '../failure.js';
import { requireResultsFolder } from '../machine/host/make-folder.js';
import { say } from '../machine/host/terminal.js';
import { parseKernel } from '../machine/image/kernel.js';
import { withCleanup } from '../machine/process/cleanup.js';
import { jobsOf } from '../run/config/jobs.js';
import type { RawOptions } from '../run/config/option-words.js';
import { needsOf } from '../run/config/provider-settings.js';
import type { Settings } from '../run/config/settings.js';
import { withTrees } from '../run/config/variant-trees.js';
import { executeRun } from '../run/execute.js';
import { begunScenarios, requireBegunPlan } from '../run/plan/begun-plan.js';
import { guestKernels, type ResolvedPlan, resolvePlan } from '../run/plan/resolve-plan.js';
import { plannedUnlessSaid } from '../run/plan/sequential-setting.js';
import { shardOf } from '../run/plan/shard-of.js';
import { fitToMachine } from '../run/prepare/installed-run.js';
import { requireTools } from '../run/requirements/requirements.js';
import { readManifest } from '../run/results/manifest.js';
import type { RunRequest } from '../run/run-request.js';
import { resumable, shardFolder, shardRunId } from '../run/shards/shard-folder.js';
import { resumedAccelerator } from '../run/trial/resumed-accelerator.js';
import type { Manifest, Plan, Scenario, Shard } from '../types.js';
import { parsePredict, predictLines } from './predict.js';
import { jsonProgress } from './progress-json.js';
import { lineProgress } from './progress-lines.js';
import { terminalProgress } from './progress-terminal.js';
import { settingsOf } from './settings-of.js';
import { trialsFailed } from './trials-failed.js';
import { refuseContradicted } from './verdict-lines.js';

/** Measures: prepare, trials, summary, report. */
export async function run(
  names: string[],
  options: RawOptions & {
    json?: boolean;
    resume?: string;
    shard?: string;
    strict?: boolean;
    predict?: string;
    verbose?: boolean;
  },
  signal: AbortSignal,
): Promise<void> {
  const said = await settingsOf(names, options);
  const machine = options.predict === undefined ? undefined : parsePredict(options.predict);
  const named = options.resume === undefined ? undefined : await readManifest(options.resume);
  const shard = named === undefined ? shardOf(options.shard, process.env) : shardOfResumed(named, options);
  const settings = shard === undefined ? said : plannedUnlessSaid(said);
  const asked = named === undefined ? await resolvePlan(settings) : await planOf(named, settings);
  // Said before anything is provisioned: a plan may have too few blocks.
  trialsOfShard(asked.plan, shard);
  refuseOpenShard(asked.plan, shard);
  await requireResultsFolder(resolve(options.resume ?? settings.out ?? RESULTS));
  await requireTools(needsOf(settings));
  const jobs = jobsOf(settings);
  const progress =
    options.json === true
      ? jsonProgress()
      : process.stdout.isTTY
        ? terminalProgress(jobs, options.verbose)
        : lineProgress(jobs, options.verbose);
  const onProgress = (what: string) => progress.onEvent({ type: 'prepare', what });
  try {
    // A machine that is made for the run is gone before anything is concluded from it.
    const { manifest, summary, judged, folder } = await withCleanup(async (cleanup) => {
      const fit = await fitToMachine(asked, settings, {
        begun: resumedAccelerator(named ?? (await formerShard(asked.plan, shard, settings))),
        cleanup,
        onProgress,
        signal,
      });
      return measure({
        ...fit,
        settings,
        named,
        shard,
        resume: options.resume,
        onEvent: progress.onEvent,
        signal,
      });
    });
    await progress.end();
    conclude(manifest, folder, signal);
    if (machine !== undefined && options.json !== true) {
      say(`${predictLines(folder, { manifest, summary }, machine)}\n`);
    }
    if (options.strict === true) refuseContradicted(judged);
  } catch (error) {
    await progress.end(error);
    throw error;
  }
}

/** Where results go unless told otherwise. */
const RESULTS = 'results';

interface Measurement extends Pick<RunRequest, 'settings' | 'shard' | 'installed' | 'onEvent' | 'signal'> {
  resolved: ResolvedPlan;
  named: Manifest | undefined;
  /** The results folder to go on with. */
  resume: string | undefined;
}

async function measure({ resolved, named, resume, ...request }: Measurement) {
  const { settings, shard } = request;
  const { plan } = resolved;
  const run = named?.run ?? (shard === undefined ? runId(resolved) : shardRunId(plan));
  const parent = settings.out ?? RESULTS;
  const folder = resolve(resume ?? join(parent, shard === undefined ? run : shardFolder(run, shard)));
  const resumed = named ?? (await formerShard(plan, shard, settings));
  return { folder, ...(await executeRun({ ...resolved, ...request, folder, run, resumed })) };
}

/** An engine starts a task again after its node died: the shard goes on where it stopped. */
async function formerShard(
  plan: Plan,
  shard: Shard | undefined,
  { out = RESULTS }: Settings,
): Promise<Manifest | undefined> {
  if (shard === undefined) return undefined;
  return resumable(resolve(out, shardFolder(shardRunId(plan), shard)), plan, shard);
}

/** Sorts by time, and says what ran: `20261122T030405-quick-1a2b3c`. */
function runId({ plan }: ResolvedPlan): string {
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+Z$/g, '');
  return `${stamp}-${plan.profile}-${plan.digest.slice(0, 6)}`;
}

/** @throws Failure (usage): a shard does not see the boots of others, and so not when the answers are decided */
function refuseOpenShard({ sequential }: Plan, shard: Shard | undefined): void {
  if (sequential === undefined || shard === undefined) return;
  throw new Failure({
    what: 'boots that go on until the answers are decided are not split over machines',
    exit: EXIT.usage,
    remedy: 'Say --until planned, or how many --boots.',
  });
}

/** What is resumed keeps its part of the plan, whatever the environment says. */
function shardOfResumed({ shard }: Manifest, options: { shard?: string }): Shard | undefined {
  if (options.shard === undefined) return shard;
  throw new Failure({
    what: '--shard and --resume are said together',
    exit: EXIT.usage,
    remedy: 'Leave out --shard: a resumed run keeps its own.',
  });
}

/** An interrupted run goes on by the plan in its manifest, whatever the defaults are now. */
async function planOf(
  manifest: Manifest,
  { kernel, trees, scenarios = [] }: Settings,
): Promise<ResolvedPlan> {
  const { plan } = manifest;
  const all = await begunScenarios(manifest, scenarios);
  await requireBegunPlan(manifest, all);
  const names = new Set(plan.trials.map(({ scenario }) => scenario));
  const chosen = [...names].map((name) => all.find((one) => one.name === name) as Scenario);
  const needed = guestKernels(plan);
  const named = (kernel ?? []).map(parseKernel);
  return {
    plan,
    scenarios: withTrees(chosen, trees),
    // A kernel or tree of the user's own is only named in the manifest: where it stands must be said again.
    kernels: needed.map((name) => named.find((kernel) => kernel.name === name) ?? parseKernel(name)),
  };
}

function conclude(manifest: Manifest, folder: string, signal: AbortSignal): void {
  const failed = manifest.trials.filter(({ status }) => status === 'failed');
  const mine = trialsOfShard(manifest.plan, manifest.shard).length;
  const missing = mine - manifest.trials.length;
  const again = `netknee run --resume ${folder}`;
  if (signal.aborted) {
    throw new Failure({
      what: 'interrupted; what was measured is kept',
      exit: EXIT.interrupted,
      remedy: again,
    });
  }
  if (failed.length === 0 && missing === 0) return;
  throw trialsFailed(failed, mine, again);
}
