import {
  derivedSeed,
  memoryMeasurements,
  numbered,
  type Step,
  type StepDraft,
  shuffled,
  type Trial,
} from '../../harness/index.js';
import { mitigated, rated } from './mitigations.js';
import { parseLoadMethods, parseProbe, parseTimer } from './parse.js';
import { isShort, PROBE } from './probe-times.js';
import { estimationSet, isTop, prepared, reach } from './reach.js';

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

/** For what is done once a run, on the instruction clock, which would only repeat it. */
const isFirst = (trial: Trial): boolean =>
  trial.clock === 'instructions' && trial.boot === 1 && trial.possibleCpus === 2;

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
    ...reach(trial, rules, previous, listed),
    {
      title: `state at ${rules}`,
      argv: ['cat', '/proc/meminfo'],
      deadlineS: 30,
      onFailure: 'continue',
      level: rules,
      factors: { rules },
      parse: memoryMeasurements,
    },
    ...order.flatMap((asked) => [
      ...withEstimation(trial, rules, asked),
      ...(isTop(trial, rules) ? rated(trial, rules, asked) : []),
    ]),
    ...(isTop(trial, rules) ? mitigated(trial, rules) : []),
  ];
}

function withEstimation(trial: Trial, rules: number, asked: 0 | 1): StepDraft[] {
  const { rate, traceSeconds } = PROBE[trial.profile];
  const seconds = PROBE[trial.profile].seconds[trial.clock];
  const where = `at ${rules} estimation ${asked}`;
  // On the instruction clock the sender's own timer interrupts would count into the runs: they are traced alone.
  const alone = trial.clock === 'instructions';
  const timer: StepDraft = {
    title: `timer ${where}`,
    argv: ['sh', 'guest/timer.sh', String(asked), String(traceSeconds)],
    deadlineS: traceSeconds + 60,
    onFailure: 'continue',
    level: rules,
    factors: { rules },
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
    factors: { rules },
    parse: (stdout) => parseProbe(stdout, { asked, rules, paths, traced: !alone }),
  };
  return [estimationSet(rules, asked), ...(alone ? [timer] : []), probe];
}

/** Quick turns estimation off at the top only: nowhere else does it have as much to end. */
export function estimationsOf(trial: Pick<Trial, 'profile' | 'levels'>, rules: number): (0 | 1)[] {
  return isShort(trial) && rules !== trial.levels.at(-1) ? [1] : [1, 0];
}

/** Untreated, all ways; with estimation off only the way that suffers, unless time is no matter. */
export function pathsOf(trial: Pick<Trial, 'clock' | 'profile'>, asked: 0 | 1): string[] {
  if (trial.clock === 'instructions') return ['same'];
  return asked === 0 && trial.profile !== 'paper' ? ['receiver'] : ['away', 'receiver', 'rps'];
}
