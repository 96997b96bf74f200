import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stateOf } from '../../cells/declared-factors.js';
import { EXIT, Failure } from '../../failure.js';
import { rootfsBuilder } from '../../machine/build/rootfs-builder.js';
import { buildVariant } from '../../machine/build/variant-build.js';
import { cacheFolder } from '../../machine/host/places.js';
import { Store } from '../../machine/image/store.js';
import type { BisectPredicate, Manifest, Plan, Scenario } from '../../types.js';
import { mirrorOf } from '../config/mirror-of.js';
import type { Settings } from '../config/settings.js';
import { executeRun } from '../execute.js';
import { type ResolvedPlan, resolvePlan } from '../plan/resolve-plan.js';
import { prepare } from '../prepare/prepare.js';
import { readManifest } from '../results/manifest.js';
import { readSummary } from '../results/results.js';
import { judgeStep, type StepOutcome } from './bisect-predicate.js';
import type { Commit } from './bisect-repository.js';

export interface BisectMeasurement {
  scenario: Scenario;
  /** A variant that the scenario knows, patches included, or a new name: its first one without patches. */
  variant: string;
  predicate: BisectPredicate;
  /** What else a plan is made of; scenarios, variants, clock and levels follow from the above. */
  settings: Pick<
    Settings,
    'debian' | 'clones' | 'kernel' | 'seed' | 'boots' | 'iterations' | 'timeout' | 'jobs'
  >;
  /** The bisection's own folder: each commit's run stays there, and is not measured again. */
  folder: string;
  onProgress: (what: string) => void;
  signal: AbortSignal;
}

/** Where one commit's run stands: an ordinary results folder. */
export const stepFolder = (folder: string, { sha }: Commit): string =>
  join(folder, 'steps', sha.slice(0, 12));

/**
 * What builds a commit's tree in the baked guest, measures it as any run does, and judges it. A tree that does not
 * build and a trial that fails before the metric is measured are skipped; whatever else goes wrong is thrown,
 * because it is not the commit's doing.
 */
export function bisectMeasure(request: BisectMeasurement) {
  const { scenario, variant, predicate, folder, onProgress, signal } = request;
  const state = stateOf(scenario).name;
  const settings: Settings = {
    boots: 1,
    ...request.settings,
    // The fewest repetitions, and none of the tools that smoke leaves out: a flip is no matter of a percent.
    profile: 'smoke',
    clock: predicate.clock,
    scenarios: [scenario.folder ?? scenario.name],
    levels: { [state]: [predicate.low, predicate.high] },
    variants: [variant],
    'possible-cpus': scenario.possibleCpus[predicate.clock].slice(0, 1),
  };
  const where = { state, variant };
  let baked: ReturnType<typeof prepare> | undefined;

  /** Why the tree does not build, or nothing: the run takes what was built from the store. */
  const build = async ({ scenarios, kernels }: ResolvedPlan): Promise<string | undefined> => {
    baked ??= prepare({ scenarios, kernels, settings: { ...settings, variants: [] }, onProgress, signal });
    const { rootfs, layers } = (await baked).guest!;
    const builder = rootfsBuilder(layers.get(scenario.name) ?? rootfs);
    const wanted = scenarios[0]!.variants.find(({ name }) => name === variant)!;
    const options = { mirror: mirrorOf(settings.debian), clones: settings.clones ?? {}, signal };
    try {
      await buildVariant(new Store(cacheFolder()), builder, wanted, options);
      return undefined;
    } catch (error) {
      if (!(error instanceof Failure) || error.details.exit !== EXIT.prerequisite) throw error;
      return buildReason(error);
    }
  };

  return async (commit: Commit, tree: string): Promise<StepOutcome> => {
    const place = stepFolder(folder, commit);
    const resolved = titled(await resolvePlan({ ...settings, trees: { [variant]: tree } }), variant, commit);
    let manifest = await cached(place, resolved.plan);
    if (manifest === undefined) {
      const reason = await build(resolved);
      if (reason !== undefined) return { verdict: 'skipped', reason };
      await rm(place, { recursive: true, force: true });
      const run = `bisect-${commit.sha.slice(0, 12)}`;
      const onEvent = () => {};
      ({ manifest } = await executeRun({ ...resolved, settings, folder: place, run, onEvent, signal }));
    }
    const outcome = judgeStep(await readSummary(place, manifest), predicate, where);
    const failed = manifest.trials.find(({ status }) => status === 'failed');
    // A step of another metric may fail, as where an old version lacks what it calls: that says nothing of this one.
    const isWhole = outcome.figures?.boots === resolved.plan.trials.length;
    if (failed === undefined || isWhole) return outcome;
    return { verdict: 'skipped', reason: `trial ${failed.id} failed: ${failed.reasons[0] ?? 'no reason'}` };
  };
}

/** The compiler's first complaint among the last lines that the build wrote. */
export function buildReason({ message, details: { tail = '' } }: Failure): string {
  const lines = tail.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((one) => /\berror\b/i.test(one)) ?? lines.at(-1);
  return line === undefined ? message : `does not build: ${line.trim()}`;
}

/** The run's own report says which commit it is of. */
function titled(resolved: ResolvedPlan, variant: string, { sha, subject }: Commit): ResolvedPlan {
  const title = `${variant} at ${sha.slice(0, 12)} ("${subject}")`;
  const named = (scenario: Scenario): Scenario => ({
    ...scenario,
    variants: scenario.variants.map((one) => (one.name === variant ? { ...one, title } : one)),
  });
  return { ...resolved, scenarios: resolved.scenarios.map(named) };
}

/** What a former call left of a commit: a whole run of the same plan, in which nothing failed. */
async function cached(place: string, plan: Plan): Promise<Manifest | undefined> {
  const manifest = await readManifest(place).catch((error) => {
    if (error instanceof Failure) return undefined;
    throw error;
  });
  const isWhole =
    manifest?.endedAt !== null &&
    manifest?.plan.digest === plan.digest &&
    plan.trials.every(({ id }) => manifest.trials.some((one) => one.id === id && one.status !== 'failed'));
  return isWhole ? manifest : undefined;
}
