import { ascending, type Pass, program, type StepDraft, sh, type Trial } from '../../../harness/index.js';
import { ends, prepared, reach, settled, tool } from '../reach.js';
import { addsAndDeletes, otherOperations, parallelAdds } from './operations.js';

const NONE = { instructions: 0, wall: 0 };

/** One source, one line apart. */
const VARIANTS = ['upstream', 'reverted'];

const PAIR = ['link', 'add', 'veth@', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', '@'];

const shell = (title: string, command: string, deadlineS = 60): StepDraft => ({
  ...program('sh', '-c', command),
  ...{ title, deadlineS },
});

const SYSTEMD = shell('PID 1 is systemd', 'exec grep -x systemd /proc/1/comm', 10);

/** One command of `ip` for each of the namespaces that are there. */
const forEach = (title: string, level: number, variant: string, ...words: string[]): StepDraft => ({
  ...sh('guest/each-namespace.sh', tool(variant), level, ...words),
  title: `${title} at ${level}`,
  deadlineS: 900,
});

/**
 * /run/netns is a mount of its own, made by the first add, in the peer group of /run as it then is: what is mounted in the one
 * is in both. So /run changes while there are no namespaces, and /run/netns is made anew when it is shared again.
 */
const PRIVATE = 'exec mount --make-private /run';
const SHARED = 'mount --make-shared /run && exec umount /run/netns';

function atLevel(trial: Trial, level: number): StepDraft[] {
  const [first = ''] = trial.variants;
  // From no namespaces: each condition has its own.
  const filledFor = (condition: string): StepDraft[] =>
    reach(trial, level, 0).map((step) => ({ ...step, title: `${condition} ${step.title}` }));
  const emptied = (condition: string): StepDraft[] => [
    forEach(`empty after ${condition}`, level, first, 'netns', 'delete', '@'),
    settled(trial, 0, `settle empty after ${condition} at ${level}`),
  ];
  if (trial.init === 'systemd') {
    return [...filledFor('systemd'), ...addsAndDeletes(trial, level, 'systemd'), ...emptied('systemd')];
  }
  return [
    ...filledFor('ordinary'),
    ...addsAndDeletes(trial, level, 'ordinary'),
    ...otherOperations(trial, level),
    ...parallelAdds(trial, level),
    // An id can't be taken back: it goes with its namespace.
    forEach('assign nsid', level, first, 'netns', 'set', '@', 'auto'),
    ...addsAndDeletes(trial, level, 'nsid'),
    ...emptied('nsid'),
    ...filledFor('veth'),
    forEach('make pairs', level, first, ...PAIR),
    ...addsAndDeletes(trial, level, 'veth'),
    ...emptied('veth'),
    shell(`make run private at ${level}`, PRIVATE),
    ...filledFor('private-run'),
    ...addsAndDeletes(trial, level, 'private-run'),
    ...emptied('private-run'),
    shell(`make run shared at ${level}`, SHARED),
    { ...prepared(trial), title: `prepare again at ${level}` },
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
  levels: (levels) => ends(levels, 2000),
  inits: ['script', 'systemd'],
  steps: (trial) =>
    ascending(
      (known) => [...(known.init === 'systemd' ? [SYSTEMD] : []), prepared(known)],
      atLevel,
    )({ ...trial, variants: VARIANTS.filter((name) => trial.variants.includes(name)) }),
  estimateS: ({ clock, levels }) =>
    levels.reduce((sum, n) => sum + LEVEL_S[clock] + n * NAMESPACE_S[clock], BASE_S[clock]),
};
