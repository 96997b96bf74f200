import { EXIT, Failure } from '../failure.js';
import type { RawOptions } from '../run/config/option-words.js';
import { resolvePlan } from '../run/plan/resolve-plan.js';
import { requireTools } from '../run/requirements/requirements.js';
import { openShell } from '../run/shell.js';
import { settingsOf } from './settings-of.js';

/** A shell, or one command, in a guest like the plan's first trial's; ends with that shell's exit code. */
export async function shell(
  name: string,
  words: string[],
  options: RawOptions,
  signal: AbortSignal,
): Promise<void> {
  // A shell is in a guest, whatever the settings file says of runs.
  const settings = { ...(await settingsOf([name], options)), provider: 'qemu' as const };
  const resolved = await resolvePlan(settings);
  await requireTools(['guests', 'ssh']);
  const [trial] = resolved.plan.trials;
  if (trial === undefined) throw new Failure({ what: 'the plan has no trial', exit: EXIT.usage });
  process.exitCode = await openShell({ ...resolved, settings, trial, words, signal });
}
