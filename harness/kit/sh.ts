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

/**
 * The words of a command that runs another so many times, one after the other, and ends with the exit code of the first that fails. For
 * what is traced: one call alone may be the slow first one, and only as many as were timed have a median to set beside theirs.
 */
export const repeated = (times: number, ...command: readonly string[]): string[] => [
  ...['sh', '-c', 'n=$1; shift; while [ "$n" -gt 0 ]; do "$@" || exit; n=$((n - 1)); done'],
  ...['sh', String(times), ...command],
];
