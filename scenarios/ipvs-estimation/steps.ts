import {
  derivedSeed,
  type Lane,
  memoryMeasurements,
  numbered,
  type Profile,
  type Step,
  type StepDraft,
  shuffled,
  type Trial,
} from '../../harness/index.js';
import { parseLoadMethods, parseProbe, parseTimer } from './parse.js';
import { estimationSet, prepared, reach } from './reach.js';

/**
 * Packets a second and seconds of one probe by lane; seconds of tracing in the exact lane. Runs come every 2 s, and
 * it takes three of them to tell a period: idle seconds cost nothing in the exact lane.
 */
export const PROBE: Record<Profile, { rate: number; seconds: Record<Lane, number>; traceSeconds: number }> = {
  smoke: { rate: 250, seconds: { exact: 1, real: 1 }, traceSeconds: 3 },
  quick: { rate: 250, seconds: { exact: 8, real: 4 }, traceSeconds: 9 },
  standard: { rate: 500, seconds: { exact: 12, real: 12 }, traceSeconds: 13 },
  paper: { rate: 1000, seconds: { exact: 20, real: 20 }, traceSeconds: 21 },
};

/** From one packet to the next. */
export const spacingNs: Record<Profile, number> = {
  smoke: 1e9 / PROBE.smoke.rate,
  quick: 1e9 / PROBE.quick.rate,
  standard: 1e9 / PROBE.standard.rate,
  paper: 1e9 / PROBE.paper.rate,
};

/** Enough to tell the three ways of loading apart, little enough for one exec per rule. */
const COMPARED_RULES = 200;

/** Everything the guest does in one trial, in order. */
export function steps(trial: Trial): Step[] {
  const all: StepDraft[] = [
    ...(isFirst(trial) ? [compareLoads()] : []),
    prepared,
    ...trial.levels.flatMap((rules, i) => atLevel(trial, rules, trial.levels[i - 1] ?? 0)),
  ];
  return numbered(all);
}

/** For what is done once a run, in the exact lane, which would only repeat it. */
const isFirst = (trial: Trial): boolean =>
  trial.lane === 'exact' && trial.boot === 1 && trial.possibleCpus === 2;

function compareLoads(): StepDraft {
  return {
    title: 'compare loads',
    argv: ['sh', 'guest/compare-loads.sh', String(COMPARED_RULES)],
    deadlineS: 600,
    onFailure: 'abort',
    parse: (stdout) => parseLoadMethods(stdout, COMPARED_RULES),
  };
}

function atLevel(trial: Trial, rules: number, previous: number): StepDraft[] {
  // The published count of lines is ipvsadm's, which takes long: once a run is enough.
  const listed = isFirst(trial) && rules === trial.levels.at(-1);
  const order = shuffled(estimationsOf(trial, rules), derivedSeed(trial.seed, 'estimation', rules));
  return [
    ...reach(rules, previous, listed),
    {
      title: `state at ${rules}`,
      argv: ['cat', '/proc/meminfo'],
      deadlineS: 30,
      onFailure: 'continue',
      level: rules,
      parse: (stdout) => memoryMeasurements(stdout).map((one) => ({ ...one, rules })),
    },
    ...order.flatMap((asked) => withEstimation(trial, rules, asked)),
  ];
}

function withEstimation(trial: Trial, rules: number, asked: 0 | 1): StepDraft[] {
  const { rate, traceSeconds } = PROBE[trial.profile];
  const seconds = PROBE[trial.profile].seconds[trial.lane];
  const where = `at ${rules} estimation ${asked}`;
  // In the exact lane the sender's own timer interrupts would count into the runs: they are traced alone.
  const alone = trial.lane === 'exact';
  const timer: StepDraft = {
    title: `timer ${where}`,
    argv: ['sh', 'guest/timer.sh', String(asked), String(traceSeconds)],
    deadlineS: traceSeconds + 60,
    onFailure: 'continue',
    level: rules,
    parse: (stdout) => parseTimer(stdout, asked, rules),
  };
  const paths = shuffled(pathsOf(trial, asked), derivedSeed(trial.seed, 'path', rules, asked));
  const tracing = alone ? 'alone' : 'traced';
  const probe: StepDraft = {
    title: `probe ${where}`,
    argv: ['sh', 'guest/probe.sh', String(asked), tracing, String(rate), String(seconds), ...paths],
    deadlineS: paths.length * (seconds + 60),
    onFailure: 'continue',
    level: rules,
    parse: (stdout) => parseProbe(stdout, { asked, rules, paths, traced: !alone }),
  };
  return [estimationSet(rules, asked), ...(alone ? [timer] : []), probe];
}

const isShort = ({ profile }: Pick<Trial, 'profile'>): boolean => profile === 'quick' || profile === 'smoke';

/** Quick turns estimation off at the top only: nowhere else does it have as much to end. */
export function estimationsOf(trial: Pick<Trial, 'profile' | 'levels'>, rules: number): (0 | 1)[] {
  return isShort(trial) && rules !== trial.levels.at(-1) ? [1] : [1, 0];
}

/** Untreated, all ways; with estimation off quick asks only the way that suffers. */
export function pathsOf(trial: Pick<Trial, 'lane' | 'profile'>, asked: 0 | 1): string[] {
  if (trial.lane === 'exact') return ['same'];
  return asked === 0 && isShort(trial) ? ['receiver'] : ['away', 'receiver', 'rps'];
}
