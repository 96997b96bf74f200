import { isInstalledMachine } from '../../design/installed-machine.js';
import type { TrialEnd } from '../../machine/provider/provider.js';
import { consoleTrouble, lostBeginning, troubleOnce } from '../../machine/qemu/console-log.js';
import type { Measurement, Pass, Step, Trial, TrialRecord } from '../../types.js';
import { type ExpectedDeath, expectedDeath } from './expected-death.js';
import type { Recording, StepProblem } from './recorder.js';

/** What was seen of one attempt of a trial. */
export interface TrialEvidence {
  trial: Pick<Trial, 'kernel'>;
  pass: Pass | undefined;
  steps: readonly Step[];
  recording: Pick<Recording, 'due' | 'problems' | 'doubts' | 'observations' | 'kernelLog' | 'result'>;
  end: Pick<TrialEnd, 'problem' | 'remedy' | 'trouble'>;
  /** What the host did meanwhile that the trial's clock may show. */
  disturbed: readonly string[];
  /** The run was interrupted: a guest that ended for this did not die of what it was asked. */
  interrupted: boolean;
}

export interface TrialOutcome extends Pick<TrialRecord, 'status' | 'reasons' | 'remedy'> {
  /** What an expected death says was measured, beside what the steps did; mostly nothing. */
  measurements: readonly Measurement[];
}

/**
 * Pure: how a trial ended. It failed when its machine or a step did, or an end is missing, unless its pass allows for the
 * guest's death; it is disturbed when something makes its figures doubtful, and done otherwise.
 */
export function trialOutcome(seen: TrialEvidence): TrialOutcome {
  const { pass, steps, recording, end, disturbed } = seen;
  const failures = failuresOf(recording, end);
  const mayHaveDied = failures.length > 0 && !seen.interrupted;
  const death = mayHaveDied ? expectedDeath(pass, steps, recording, end) : undefined;
  const doubts = recording.doubts.map(inWords);
  const trouble = [
    ...troubleOnce([...end.trouble, ...consoleTrouble(recording.kernelLog ?? '')]),
    ...(isInstalledMachine(seen.trial) ? [] : lostBeginning(recording.kernelLog)),
    ...doubts,
    ...disturbed.map((reason) => `noise: ${reason}`),
  ];
  // Where the guest may die, its console shows nothing but what was asked for.
  const doubtful = pass?.crashExpected === undefined ? trouble : [...doubts, ...disturbed];
  return {
    status: statusOf(failures, death, doubtful),
    reasons: [...(death === undefined ? [] : [death.reason]), ...failures, ...trouble],
    ...(death === undefined && end.remedy !== undefined && { remedy: end.remedy }),
    measurements: death?.measurements ?? [],
  };
}

function statusOf(
  failures: readonly string[],
  death: ExpectedDeath | undefined,
  doubtful: readonly string[],
): TrialRecord['status'] {
  if (failures.length > 0 && death === undefined) return 'failed';
  return doubtful.length > 0 ? 'disturbed' : 'done';
}

/** Of the machine, of steps, and of what should have been heard and was not. */
function failuresOf(
  { problems, result, due }: TrialEvidence['recording'],
  { problem }: TrialEvidence['end'],
): string[] {
  const ofSteps = problems.map(inWords);
  // A machine that ended before its bundle explains all that is missing.
  if (problem !== undefined) return [problem, ...ofSteps];
  if (result !== 'complete') return [...ofSteps, `bundle ${result ?? 'without a last record'}`];
  return due.size === 0 ? ofSteps : [...ofSteps, `no end of steps ${[...due].join(', ')}`];
}

const inWords = ({ step, message }: StepProblem): string => `step ${step}: ${message}`;
