import type { TrialEnd } from '../../machine/provider/provider.js';
import type { Measurement, Pass, Step } from '../../types.js';
import type { Recording } from './recorder.js';

export interface ExpectedDeath {
  /** For people. */
  reason: string;
  /** What the trial had not measured itself. */
  measurements: Measurement[];
}

/**
 * What a trial that did not end well is, when its pass allows for the guest's death: it ended, or its console shows that
 * something was killed, after a level had been reached. Undefined otherwise: then it failed as any other.
 */
export function expectedDeath(
  pass: Pass | undefined,
  steps: readonly Step[],
  recording: Pick<Recording, 'due' | 'problems' | 'observations'>,
  end: Pick<TrialEnd, 'problem' | 'trouble'>,
): ExpectedDeath | undefined {
  if (pass?.crashExpected === undefined) return undefined;
  if (end.problem === undefined && end.trouble.length === 0) return undefined;
  const reached = lastWhole(steps, recording);
  if (reached === undefined) return undefined;
  const measured = new Set(recording.observations.map(({ metric }) => metric));
  return {
    reason: `the guest died after level ${reached}, as may be in this pass`,
    measurements: pass.crashExpected(reached).filter(({ metric }) => !measured.has(metric)),
  };
}

/** The last level all of whose steps ended well. */
function lastWhole(
  steps: readonly Step[],
  { due, problems }: Pick<Recording, 'due' | 'problems'>,
): number | undefined {
  const bad = new Set([...due, ...problems.map(({ step }) => step)]);
  const first = steps.find(({ id, level }) => level !== undefined && bad.has(id))?.level;
  return steps.findLast(({ level }) => level !== undefined && (first === undefined || level < first))?.level;
}
