import type { StepDraft } from '../design/numbered.js';

/** Seconds of the guest. */
const DEADLINE_S = 300;

const titleOf = (path: string): string => path.replace(/^.*\//, '').replace(/\.sh$/, '');

/** Runs a script of the scenario's guest folder, `guest/NAME.sh`, with these words. A failure ends the trial. */
export const sh = (script: string, ...words: readonly (string | number)[]): StepDraft => ({
  title: titleOf(script),
  argv: ['sh', script, ...words.map(String)],
  deadlineS: DEADLINE_S,
  onFailure: 'abort',
});

/**
 * Verifies a state: the command's output, a whole number, must be `expected`, or the trial ends.
 * @param command words of the command; the first is looked up in the bundle, then on the guest's PATH
 */
export const count = (expected: number, ...command: readonly (string | number)[]): StepDraft => ({
  title: 'count',
  argv: ['sh', 'guest/expect-count.sh', String(expected), ...command.map(String)],
  deadlineS: DEADLINE_S,
  onFailure: 'abort',
});
