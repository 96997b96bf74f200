import { numbered, type Pass, type StepDraft, type Trial } from '../../../harness/index.js';
import { prepared, reach, settled, tool } from '../reach.js';
import { addsAndDeletes, otherOperations, parallelAdds } from './operations.js';

const NONE = { exact: 0, real: 0 };

/** One source, one line apart. */
const VARIANTS = ['upstream', 'control'];

/** The lowest level with namespaces, and 2000, or the highest below. */
function compared(levels: readonly number[]): number[] {
  const some = levels.filter((level) => level > 0 && level <= 2000);
  return some.filter((_, i) => i === 0 || i === some.length - 1);
}

/** From no namespaces: a time to fill that is none of the timed trials'. */
const reached = (trial: Trial, level: number): StepDraft[] =>
  reach(trial, level, 0).map(({ parse: _, ...step }) => step);

const done = (title: string, level: number, argv: string[], deadlineS = 60): StepDraft => ({
  title: `${title} at ${level}`,
  argv,
  deadlineS,
  onFailure: 'abort',
  level,
});

/** One command of `ip` for each of the namespaces that are there. */
const forEach = (title: string, level: number, variant: string, ...words: string[]): StepDraft =>
  done(title, level, ['sh', 'guest/each-namespace.sh', tool(variant), String(level), ...words], 900);

const propagation = (level: number, how: 'private' | 'shared'): StepDraft =>
  done(`make run ${how}`, level, ['sh', '-c', `exec mount --make-${how} /run`]);

function atLevel(trial: Trial, variants: readonly string[], level: number): StepDraft[] {
  const [first = ''] = variants;
  const emptied = (after: string): StepDraft[] => [
    forEach(`empty after ${after}`, level, first, 'netns', 'delete', '@'),
    { ...settled(trial, 0), title: `settle empty after ${after} at ${level}`, level },
  ];
  return [
    ...reached(trial, level),
    ...addsAndDeletes(trial, variants, level, 'ordinary'),
    ...otherOperations(trial, variants, level),
    ...parallelAdds(trial, variants, level),
    propagation(level, 'private'),
    ...addsAndDeletes(trial, variants, level, 'private-run'),
    propagation(level, 'shared'),
    // An id can't be taken back: it goes with its namespace.
    forEach('assign nsid', level, first, 'netns', 'set', '@', 'auto'),
    ...addsAndDeletes(trial, variants, level, 'nsid'),
    ...emptied('nsid'),
    ...reached(trial, level).map((step) => ({ ...step, title: `again ${step.title}` })),
    forEach('veth pairs', level, first, 'link', 'add', 'veth@', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', '@'),
    ...addsAndDeletes(trial, variants, level, 'veth'),
    ...emptied('veth'),
  ];
}

/** Host seconds without KVM, measured on two cores: a boot, a level, and one of its namespaces. */
const BASE_S = { exact: 20, real: 20 };
const LEVEL_S = { exact: 15, real: 40 };
const NAMESPACE_S = { exact: 0.1, real: 0.2 };

/** What else an add may depend on. No profile has it: `--passes factors` does. */
export const factors: Pass = {
  name: 'factors',
  title: 'veth pairs, nsids, mount propagation, creators at a time, other operations',
  boots: { smoke: NONE, quick: NONE, standard: NONE, paper: NONE },
  levels: compared,
  steps: (trial) => {
    const variants = VARIANTS.filter((name) => trial.variants.includes(name));
    const known = { ...trial, variants };
    return numbered([
      prepared(known),
      ...trial.levels.flatMap((level) => atLevel(known, variants, level)),
    ]);
  },
  estimateS: ({ lane, levels }) =>
    levels.reduce((sum, n) => sum + LEVEL_S[lane] + n * NAMESPACE_S[lane], BASE_S[lane]),
};
