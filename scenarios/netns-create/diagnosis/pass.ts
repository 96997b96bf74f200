import { inLongProfiles, numbered, type Pass, type StepDraft, type Trial } from '../../../harness/index.js';
import { prepared, reach } from '../reach.js';
import { callGraph } from './call-graph.js';
import { callers } from './caller.js';
import { tracedCalls } from './calls.js';

/** The lowest level with namespaces, the one of the published trace, and the highest. */
function diagnosed(levels: readonly number[]): number[] {
  const some = levels.filter((level) => level > 0);
  return some.filter((level, i) => i === 0 || i === some.length - 1 || level === 2000);
}

const atLevel = (trial: Trial, level: number, previous: number): StepDraft[] => [
  ...reach(trial, level, previous),
  ...tracedCalls(trial, level),
  ...callGraph(trial, level),
  // gdb fills the page cache with itself: it comes last.
  ...(level === trial.levels.at(-1) ? callers(trial, level) : []),
];

/** Host seconds without KVM, measured on two cores: boot and gdb's own start, */
const BASE_S = { instructions: 30, wall: 40 };
/** one level for each variant, and what one namespace adds to it. */
const LEVEL_S = { instructions: 8, wall: 12 };
const NAMESPACE_S = { instructions: 0.014, wall: 0.03 };

/** Why an add takes its time: which calls it makes, who makes them, and where in the kernel the time goes. */
export const diagnosis: Pass = {
  name: 'diagnosis',
  title: 'calls, callers and call graphs of ip netns add',
  boots: inLongProfiles({ standard: { instructions: 2, wall: 6 }, paper: { instructions: 2, wall: 10 } }),
  levels: diagnosed,
  steps: (trial) =>
    numbered([
      prepared(trial),
      ...trial.levels.flatMap((level, i) => atLevel(trial, level, trial.levels[i - 1] ?? 0)),
    ]),
  estimateS: ({ clock, levels, variants }) =>
    BASE_S[clock] +
    levels.reduce((sum, n) => sum + variants.length * (LEVEL_S[clock] + n * NAMESPACE_S[clock]), 0),
};
