import { belowMinima } from '../design/minima.js';
import { tableTerminal } from '../document/table-terminal.js';
import { say } from '../machine/host/terminal.js';
import { jobsOf } from '../run/config/jobs.js';
import type { RawOptions } from '../run/config/option-words.js';
import { matrixJson } from '../run/plan/matrix.js';
import { resolvePlan } from '../run/plan/resolve-plan.js';
import { plannedUnlessSaid } from '../run/plan/sequential-setting.js';
import { wallS } from '../run/plan/time-left.js';
import type { Plan } from '../types.js';
import { duration } from './duration.js';
import { settingsOf } from './settings-of.js';

/** What a plan is the most of, where boots go on until the answers are decided. */
function untilWords({ sequential }: Plan): string {
  if (sequential === undefined) return '';
  const looks = sequential.looks.map(({ boots }) => boots).join(', ');
  return `note: boots of the wall clock end when the answers are decided, with a look after ${looks}: this is the most\n`;
}

/** Every trial in its order; touches no machine. */
export async function plan(
  names: string[],
  options: RawOptions & { json?: boolean; matrix?: string },
): Promise<void> {
  const said = await settingsOf(names, options);
  const settings = options.matrix === undefined ? said : plannedUnlessSaid(said);
  const resolved = await resolvePlan(settings);
  if (options.json === true) {
    say(`${JSON.stringify(resolved.plan, null, 2)}\n`);
    return;
  }
  if (options.matrix !== undefined) {
    say(`${matrixJson(resolved.plan, options.matrix, jobsOf(settings))}\n`);
    return;
  }
  const { trials, profile, seed, digest } = resolved.plan;
  const rows = trials.map((trial) => [
    String(trial.index + 1),
    trial.id,
    // 0 in the plan of a machine of the user's own: nobody has looked at it yet.
    trial.possibleCpus === 0 ? 'its own' : String(trial.possibleCpus),
    trial.levels.join(' '),
    trial.variants.length === 0 ? '–' : `${trial.variants.join(' ')} × ${trial.iterations}`,
    String(trial.seed),
    duration(trial.estimateS),
  ]);
  const columns = ['', 'trial', 'possible CPUs', 'levels', 'variants', 'seed', 'estimate'].map(
    (title, i) => ({
      title,
      align: [0, 2, 5, 6].includes(i) ? ('right' as const) : ('left' as const),
    }),
  );
  const total = duration(wallS(resolved.plan.trials, jobsOf(settings)));
  say(`${tableTerminal({ name: 'plan', title: `Plan: profile ${profile}, seed ${seed}`, columns, rows })}\n`);
  say(`${trials.length} trials, about ${total} on two cores without KVM; digest ${digest.slice(0, 12)}\n`);
  say(untilWords(resolved.plan));
  for (const line of belowMinima(resolved.plan, resolved.scenarios)) say(`note: ${line}\n`);
}
