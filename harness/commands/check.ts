import { EXIT, Failure } from '../failure.js';
import { requireRootToTrace } from '../machine/facts/trace-function.js';
import { say } from '../machine/host/terminal.js';
import { type Checkable, checkMachine, measureMachine } from '../run/check/check-machine.js';
import { CONFIG_FILE, readSettings } from '../run/config/settings.js';
import { chooseScenarios } from '../run/plan/discover.js';
import type { Scenario } from '../types.js';
import { checkLines } from './check-lines.js';
import { terminalColumns } from './terminal-columns.js';

/**
 * Whether this machine, as it is, has what the scenarios are about. It is only read.
 * Ends with the exit code of an affected machine when one of them affects it.
 */
export async function check(
  names: string[],
  options: { json?: boolean; laws?: string; measure?: string; config?: string },
  signal: AbortSignal,
): Promise<void> {
  if (process.platform !== 'linux') {
    throw new Failure({
      what: `check reads the kernel of a Linux machine, and this is ${process.platform}`,
      exit: EXIT.prerequisite,
      remedy: 'Call it on the machine that you ask about.',
    });
  }
  const seconds = parseSeconds(options.measure);
  if (seconds !== undefined) requireRootToTrace(seconds);
  const settings = await readSettings(options.config ?? CONFIG_FILE, options.config !== undefined);
  const scenarios = await chooseScenarios(names, settings['scenario-folders']);
  const checkable = scenarios.filter((one): one is Checkable => one.check !== undefined);
  refuseUnchecked(names, scenarios);
  const laws = options.laws === undefined ? undefined : await lawsFrom(options.laws, checkable);
  const read = await checkMachine(checkable, laws);
  const checked = seconds === undefined ? read : await measureMachine(read, checkable, seconds, signal);
  say(
    options.json === true
      ? `${JSON.stringify(checked, null, 2)}\n`
      : `${checkLines(checked, terminalColumns())}\n`,
  );
  if (checked.scenarios.some(({ state }) => state === 'affected')) process.exitCode = EXIT.affected;
}

/** Loaded when they are asked for: what reads runs takes longer to load than this machine to read. */
const lawsFrom = async (folder: string, scenarios: readonly Checkable[]) =>
  (await import('../run/check/laws-of-run.js')).lawsOfRun(folder, scenarios);

const LONGEST_S = 3600;

function parseSeconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (seconds >= 1 && seconds <= LONGEST_S) return seconds;
  throw new Failure({
    what: `--measure takes seconds from 1 to ${LONGEST_S}, not "${text}"`,
    exit: EXIT.usage,
    remedy: 'Say --measure 10: a timer that runs every 2 s runs five times in it.',
  });
}

/** One that was named must be checked. */
function refuseUnchecked(names: readonly string[], scenarios: readonly Scenario[]): void {
  const without = names.length === 0 ? [] : scenarios.filter((one) => one.check === undefined);
  if (without.length === 0) return;
  throw new Failure({
    what: `${without.map(({ name }) => name).join(', ')} does not say how a machine is checked`,
    exit: EXIT.usage,
    remedy: 'Give it a `check` in its scenario.ts: docs/check.md says what belongs there.',
  });
}
