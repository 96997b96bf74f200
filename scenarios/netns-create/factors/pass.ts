import { numbered, type Pass, type StepDraft, type Trial } from '../../../harness/index.js';
import { prepared, reach, settled, tool } from '../reach.js';
import { addsAndDeletes, otherOperations, parallelAdds } from './operations.js';

const NONE = { instructions: 0, wall: 0 };

/** One source, one line apart. */
const VARIANTS = ['upstream', 'reverted'];

/** The lowest level with namespaces, and 2000, or the highest below. */
function compared(levels: readonly number[]): number[] {
  const some = levels.filter((level) => level > 0 && level <= 2000);
  return some.filter((_, i) => i === 0 || i === some.length - 1);
}

const PAIR = ['link', 'add', 'veth@', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', '@'];

const done = (title: string, level: number, argv: string[], deadlineS = 60): StepDraft => ({
  title: `${title} at ${level}`,
  argv,
  deadlineS,
  onFailure: 'abort',
  level,
});

const SYSTEMD: StepDraft = {
  title: 'PID 1 is systemd',
  argv: ['sh', '-c', 'exec grep -x systemd /proc/1/comm'],
  deadlineS: 10,
  onFailure: 'abort',
};

/** One command of `ip` for each of the namespaces that are there. */
const forEach = (title: string, level: number, variant: string, ...words: string[]): StepDraft =>
  done(title, level, ['sh', 'guest/each-namespace.sh', tool(variant), String(level), ...words], 900);

/**
 * /run/netns is a mount of its own, made by the first add, in the peer group of /run as it then is: what is mounted in the one
 * is in both. So /run changes while there are no namespaces, and /run/netns is made anew when it is shared again.
 */
const PRIVATE = 'exec mount --make-private /run';
const SHARED = 'mount --make-shared /run && exec umount /run/netns';

function atLevel(trial: Trial, variants: readonly string[], level: number): StepDraft[] {
  const [first = ''] = variants;
  const filledFor = (condition: string): StepDraft[] =>
    // From no namespaces: a time to fill that is none of the timed trials'.
    reach(trial, level, 0).map(({ parse: _, ...step }) => ({ ...step, title: `${condition} ${step.title}` }));
  const emptied = (condition: string): StepDraft[] => [
    forEach(`empty after ${condition}`, level, first, 'netns', 'delete', '@'),
    { ...settled(trial, 0), title: `settle empty after ${condition} at ${level}`, level },
  ];
  if (trial.init === 'systemd') {
    return [
      ...filledFor('systemd'),
      ...addsAndDeletes(trial, variants, level, 'systemd'),
      ...emptied('systemd'),
    ];
  }
  return [
    ...filledFor('ordinary'),
    ...addsAndDeletes(trial, variants, level, 'ordinary'),
    ...otherOperations(trial, variants, level),
    ...parallelAdds(trial, variants, level),
    // An id can't be taken back: it goes with its namespace.
    forEach('assign nsid', level, first, 'netns', 'set', '@', 'auto'),
    ...addsAndDeletes(trial, variants, level, 'nsid'),
    ...emptied('nsid'),
    ...filledFor('veth'),
    forEach('make pairs', level, first, ...PAIR),
    ...addsAndDeletes(trial, variants, level, 'veth'),
    ...emptied('veth'),
    done('make run private', level, ['sh', '-c', PRIVATE]),
    ...filledFor('private-run'),
    ...addsAndDeletes(trial, variants, level, 'private-run'),
    ...emptied('private-run'),
    done('make run shared', level, ['sh', '-c', SHARED]),
    { ...prepared(trial), title: `prepare again at ${level}`, level },
  ];
}

/** Host seconds without KVM, measured on two cores: a boot, a level, and one of its namespaces. */
const BASE_S = { instructions: 20, wall: 20 };
const LEVEL_S = { instructions: 15, wall: 40 };
const NAMESPACE_S = { instructions: 0.1, wall: 0.2 };

/** What else an add may depend on. No profile has it: `--passes factors` does. */
export const factors: Pass = {
  name: 'factors',
  title: 'veth pairs, nsids, mount propagation, systemd, creators at a time, other operations',
  boots: { smoke: NONE, quick: NONE, standard: NONE, paper: NONE },
  levels: compared,
  inits: ['script', 'systemd'],
  steps: (trial) => {
    const variants = VARIANTS.filter((name) => trial.variants.includes(name));
    const known = { ...trial, variants };
    const under = trial.init === 'systemd' ? [SYSTEMD] : [];
    return numbered([
      ...under,
      prepared(known),
      ...trial.levels.flatMap((level) => atLevel(known, variants, level)),
    ]);
  },
  estimateS: ({ clock, levels }) =>
    levels.reduce((sum, n) => sum + LEVEL_S[clock] + n * NAMESPACE_S[clock], BASE_S[clock]),
};
