import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { isInstalledMachine } from '../../design/installed-machine.js';
import { endedPlan } from '../../design/sequential.js';
import { EXIT, Failure } from '../../failure.js';
import { parseKernel } from '../../machine/image/kernel.js';
import type { Manifest, Plan, Scenario } from '../../types.js';
import { settingsOfWords } from '../config/option-words.js';
import { foldersOfPlanArguments, optionsOfPlanArguments } from '../config/plan-arguments.js';
import { parseSettings, type Settings } from '../config/settings.js';
import { withTrees } from '../config/variant-trees.js';
import { netkneeVersion } from '../config/version.js';
import { chooseScenarios, discover, isScenarioPath } from './discover.js';
import { knownFolders } from './known-folders.js';
import { DEFAULT_KERNEL, planOfSettings, withDigest } from './resolve-plan.js';

/** What `requireBegunPlan` looks at. */
export type Begun = Pick<Manifest, 'run' | 'plan' | 'planArguments' | 'netknee'> & {
  scenarios: readonly { name: string }[];
};

/**
 * The scenarios that a run may go on with: netknee's own, and those of the user's that it was begun with, from where they stood.
 * @throws Failure (usage) when one is gone, can't be used, or was never run here by this user: its manifest may be somebody else's
 */
export async function begunScenarios(
  { run, planArguments = [] }: Begun,
  named: readonly string[],
): Promise<Scenario[]> {
  const fail = (what: string, remedy: string) => new Failure({ what, exit: EXIT.usage, remedy });
  const folders = foldersOfPlanArguments(planArguments);
  const known = await knownFolders(folders);
  const again = named.filter(isScenarioPath).map((word) => resolve(word));
  for (const folder of folders) {
    const name = basename(folder);
    if (!existsSync(folder)) {
      throw fail(
        `the scenario ${name} of ${run} is gone: it stood in ${folder} when the run was begun`,
        'Put it back there, or measure anew. report, compare and trend read the run nevertheless.',
      );
    }
    if (!again.includes(folder) && !known.includes(folder)) {
      throw fail(
        `the scenario ${name} of ${run} is a program in ${folder}, which you have not run on this machine before`,
        `Look at it; then say netknee run ${folder} --resume and the results folder.`,
      );
    }
  }
  const own = await discover();
  return folders.length === 0 ? own : [...own, ...(await chooseScenarios(folders))];
}

/** @throws Failure (usage) for a plan that does not have the digest that it says */
export function requireOwnDigest({ run, plan }: Pick<Begun, 'run' | 'plan'>): void {
  if (withDigest(plan).digest === plan.digest) return;
  throw new Failure({
    what: `the plan of ${run} is not the one that it was begun with: its digest differs`,
    exit: EXIT.usage,
    remedy: 'Take the manifest as netknee wrote it, or measure anew.',
  });
}

/**
 * A run goes on by the plan that its own words give: scenarios, profile, seed and clocks as its plan names them, the rest
 * as it was asked for. A plan that somebody changed, digest and all, is not followed; nor is one that this netknee's scenarios
 * would not give.
 *
 * @param all the scenarios there are
 * @throws Failure (usage) that says whether the manifest or netknee was changed, and what to do
 */
export async function requireBegunPlan(manifest: Begun, all?: readonly Scenario[]): Promise<void> {
  const { run, plan, netknee } = manifest;
  const fail = (what: string, remedy: string, cause?: unknown) =>
    new Failure({ what, exit: EXIT.usage, remedy, ...(cause instanceof Failure && { tail: cause.message }) });
  requireOwnDigest(manifest);
  const scenarios = all ?? (await begunScenarios(manifest, []));
  let cause: unknown;
  try {
    if (plansOf(manifest, scenarios).some(({ digest }) => digest === plan.digest)) return;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    cause = error;
  }
  const now = await netkneeVersion();
  const words = ({ version, commit }: Manifest['netknee']) => `${version}, commit ${commit.slice(0, 12)}`;
  if (netknee.version === now.version && netknee.commit === now.commit) {
    throw fail(
      `the plan of ${run} is not what it was begun with gives: ${['netknee run', ...(manifest.planArguments ?? [])].join(' ')}`,
      'Take the manifest as netknee wrote it, or measure anew. Where scenarios were changed since, put them back.',
      cause,
    );
  }
  throw fail(
    `${run} was begun by netknee ${words(netknee)}; this one, ${words(now)}, has another plan for it`,
    'Go on with the netknee that began it, or measure anew with this one. report, compare and trend read it nevertheless.',
    cause,
  );
}

/** The plans that a manifest's words give: one, but where a machine could not run some scenario. */
function plansOf(manifest: Begun, all: readonly Scenario[]): Plan[] {
  const { plan } = manifest;
  const own = plan.trials.some(isInstalledMachine);
  // Plans of before had one order in all boots of the instruction clock.
  const mirrors = plan.trials.some(({ mirrored }) => mirrored);
  const names = manifest.scenarios.map(({ name }) => name);
  const settings = settingsOfBegun(manifest);
  const others = all.map(({ name }) => name).filter((name) => !names.includes(name));
  // A machine of the user's own may lack what a scenario needs: it was left out after the trials were put in order.
  const lists = own && others.length > 0 ? [names, [...names, ...others], [...others, ...names]] : [names];
  return lists.map((list) => {
    const scenarios = withTrees(
      list.map((name) => named(all, name)),
      settings.trees,
    );
    const kernels = (settings.kernel ?? [DEFAULT_KERNEL]).map((word) => parseKernel(word).name);
    const planned = planOfSettings(settings, { scenarios, kernels, own });
    const trials = planned.trials
      .filter(({ scenario }) => names.includes(scenario))
      .map(({ mirrored, ...trial }, index) => ({
        ...trial,
        ...(mirrored && mirrors && { mirrored }),
        index,
      }));
    const ended = plan.sequential?.ended;
    return withDigest(
      ended === undefined ? { ...planned, trials } : endedPlan({ ...planned, trials }, ended),
    );
  });
}

function named(all: readonly Scenario[], name: string): Scenario {
  const found = all.find((scenario) => scenario.name === name);
  if (found !== undefined) return found;
  throw new Failure({ what: `this netknee has no scenario "${name}"`, exit: EXIT.usage });
}

function settingsOfBegun({ run, plan, planArguments: words = [] }: Begun): Settings {
  const clocks = [...new Set(plan.trials.map(({ clock }) => clock))];
  const options = settingsOfWords([], optionsOfPlanArguments(words));
  const { profile, seed } = plan;
  const said = { ...options, profile, seed, clock: clocks.length === 1 ? clocks[0] : 'both' };
  return parseSettings(said, `what ${run} was begun with`);
}
