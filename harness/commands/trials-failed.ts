import { EXIT, Failure } from '../failure.js';
import type { TrialRecord } from '../types.js';

/**
 * Pure: what is said of a run that ended with trials that failed.
 * @param of how many trials there were
 * @param again the command that runs what is missing
 */
export function trialsFailed(failed: readonly TrialRecord[], of: number, again: string): Failure {
  const known = [...new Set(failed.flatMap(({ remedy }) => remedy ?? []))];
  const first =
    known.length > 0 ? `${known.join('\n')}\nThen: ` : 'Read raw/<trial>/console.log there, then: ';
  return new Failure({
    what: `${failed.length} of ${of} trials failed; what they measured is kept`,
    exit: EXIT.trialsFailed,
    machine: failed.map(({ id }) => id).join(', '),
    tail: failed.flatMap(({ id, reasons }) => reasons.map((reason) => `${id}: ${reason}`)).join('\n'),
    remedy: `${first}${again}`,
  });
}
