import { memory, numbered, type Step, type StepDraft, sh, type Trial } from '../../harness/index.js';
import { mitigated, rated } from './mitigations.js';
import { parseLoadMethods, parseTimer } from './parse.js';
import { isShort, PROBE } from './probe-times.js';
import { estimationSet, inOrder, isTop, measuring, prepared, probing, reach } from './reach.js';

/** Enough to tell the three ways of loading apart, little enough for one exec per rule. */
const COMPARED_RULES = 200;

/** Everything the guest does in one trial, in order. */
export const steps = (trial: Trial): Step[] =>
  numbered([
    ...(isFirst(trial) ? [compareLoads] : []),
    prepared,
    ...trial.levels.flatMap((rules, i) => atLevel(trial, rules, trial.levels[i - 1] ?? 0)),
  ]);

/** For what is done once a run, on the instruction clock, which would only repeat it. */
const isFirst = (trial: Trial): boolean =>
  trial.clock === 'instructions' && trial.boot === 1 && trial.possibleCpus === 2;

const compareLoads: StepDraft = {
  ...sh('guest/compare-loads.sh', COMPARED_RULES),
  title: 'compare loads',
  deadlineS: 600,
  parse: (stdout) => parseLoadMethods(stdout, COMPARED_RULES),
};

function atLevel(trial: Trial, rules: number, previous: number): StepDraft[] {
  // The published count of lines is ipvsadm's, which takes long: once a run is enough.
  const listed = isFirst(trial) && rules === trial.levels.at(-1);
  const order = inOrder(trial, estimationsOf(trial, rules), 'estimation', rules);
  return [
    ...reach(trial, rules, previous, listed),
    { ...memory().step(), title: `state at ${rules}`, level: rules, factors: { rules } },
    ...order.flatMap((asked) => [
      ...withEstimation(trial, rules, asked),
      ...(isTop(trial, rules) ? rated(trial, rules, asked) : []),
    ]),
    ...(isTop(trial, rules) ? mitigated(trial, rules) : []),
  ];
}

function withEstimation(trial: Trial, rules: number, asked: 0 | 1): StepDraft[] {
  const { traceSeconds } = PROBE[trial.profile];
  const where = `at ${rules} estimation ${asked}`;
  // On the instruction clock the sender's own timer interrupts would count into the runs: they are traced alone.
  const alone = trial.clock === 'instructions';
  const timer = measuring(rules, `timer ${where}`, sh('guest/timer.sh', asked, traceSeconds), {
    deadlineS: traceSeconds + 60,
    parse: (stdout) => parseTimer(stdout, asked, rules),
  });
  const paths = inOrder(trial, pathsOf(trial, asked), 'path', rules, asked);
  const probe = probing(trial, `probe ${where}`, { asked, rules, paths, traced: !alone });
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
