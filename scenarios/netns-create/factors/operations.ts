import {
  dealt,
  latencies,
  type Measurement,
  parseParts,
  type StepDraft,
  schedule,
  sh,
  spawnRounds,
  type Trial,
} from '../../../harness/index.js';
import { once } from '../parse.js';
import { COUNTED, ipNetns, PACED, settled } from '../reach.js';

const SECOND_NS = 1e9;
const MOST_ITERATIONS = 10;
const CREATORS = [1, 2, 4, 8];
/** So many adds of one variant, shared among the creators. */
const PARALLEL_ADDS = 24;

/** One operation timed under one condition, every variant once a round; `words` are what follows `ip netns`. */
const timed = (
  trial: Trial,
  level: number,
  condition: string,
  [title, metric]: readonly [title: string, metric: string],
  words: (name: string) => string[],
): StepDraft => ({
  ...spawnRounds(trial, {
    file: `${title}-${condition}-${level}`,
    metric,
    rounds: Math.min(trial.iterations, MOST_ITERATIONS),
    order: [title, condition, level],
    spawn: (variant, i) => ipNetns(variant, i, ...words(`${condition}-${variant}-${i}`)),
    options: [...COUNTED, ...PACED],
  }),
  title: `${title} ${condition} at ${level}`,
  deadlineS: 600,
  onFailure: 'abort',
  factors: { namespaces: level, condition },
});

/** Adds, then the deletes of what they made, under one condition. */
export const addsAndDeletes = (trial: Trial, level: number, condition: string): StepDraft[] => [
  timed(trial, level, condition, ['add', 'condition_create_latency'], (name) => ['add', name]),
  timed(trial, level, condition, ['delete', 'condition_delete_latency'], (name) => ['delete', name]),
  settled(trial, level, `settle after ${condition} at ${level}`),
];

/** What else `ip netns` does: run something in a namespace, and list them all. */
export const otherOperations = (trial: Trial, level: number): StepDraft[] => [
  timed(trial, level, 'ordinary', ['exec', 'exec_latency'], () => ['exec', 'netknee-0', 'bin/noop']),
  timed(trial, level, 'ordinary', ['list', 'list_latency'], () => ['list']),
];

/** The same number of adds by 1, 2, 4 and 8 processes at a time. */
export const parallelAdds = (trial: Trial, level: number): StepDraft[] =>
  CREATORS.flatMap((creators) =>
    trial.variants.flatMap((variant) => [
      addsAtATime(level, creators, variant),
      settled(trial, level, `settle after ${creators} of ${variant} at ${level}`),
    ]),
  );

function addsAtATime(level: number, creators: number, variant: string): StepDraft {
  const file = (what: string) => `schedules/parallel-${creators}-${variant}-${level}-${what}.tsv`;
  const spawns = (action: 'add' | 'delete') =>
    Array.from({ length: PARALLEL_ADDS }, (_, i) => ipNetns(variant, i, action, `parallel-${i}`));
  const files = {
    [file('delete')]: schedule(spawns('delete')),
    ...dealt(spawns('add'), creators, (part) => file(`add-${part}`)),
  };
  return {
    ...sh('guest/parallel-adds.sh', ...Object.keys(files)),
    title: `add by ${creators} of ${variant} at ${level}`,
    deadlineS: 600,
    files,
    factors: { namespaces: level, variant, parallel_creators: creators },
    parse: (stdout) => parseParallel(stdout, creators),
  };
}

/**
 * Output of `parallel-adds.sh` for one variant: the time of every add, and how many there were a second from the first start
 * to the last end. @throws when an add failed, or fewer creators worked than there should
 */
export function parseParallel(stdout: string, creators: number): Measurement[] {
  const { rows, spanNs } = parseParts(stdout, creators, 'creators');
  const times = latencies(rows).map(({ latencyNs }) => latencyNs);
  return [
    ...times.map((value, iteration) => ({ metric: 'parallel_create_latency', iteration, value })),
    ...once({ create_throughput: (SECOND_NS * times.length) / spanNs }),
  ];
}
