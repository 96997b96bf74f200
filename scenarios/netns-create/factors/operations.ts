import { derivedSeed, interleaved, type StepDraft, schedule, type Trial } from '../../../harness/index.js';
import { parseLatencies } from '../parse.js';
import { FOLDER, settled, tool } from '../reach.js';
import { parseParallel } from './parse.js';

const MOST_ITERATIONS = 10;
const PACE_MS = 32;
const CREATORS = [1, 2, 4, 8];
/** So many adds of one variant, shared among the creators. */
const PARALLEL_ADDS = 24;

type Variants = readonly string[];

/** Each of the operations timed, every variant once a round; `argv` is what follows the tool. */
function timed(
  trial: Trial,
  variants: Variants,
  level: number,
  what: { metric: string; condition: string; title: string; argv: (name: string) => string[] },
): StepDraft {
  const { metric, condition, title } = what;
  const file = `schedules/${title.replaceAll(' ', '-')}-${condition}-${level}.tsv`;
  const seed = derivedSeed(trial.seed, title, condition, level);
  const lines = interleaved([...variants], Math.min(trial.iterations, MOST_ITERATIONS), seed).map(
    ({ treatment, iteration }) => ({
      label: treatment,
      iteration,
      argv: [tool(treatment), 'netns', ...what.argv(`${condition}-${treatment}-${iteration}`)],
    }),
  );
  return {
    title: `${title}, ${condition}, at ${level}`.replaceAll(',', ''),
    argv: ['spawn-time', '--count-dir', FOLDER, '--pace-ms', String(PACE_MS), file],
    deadlineS: 600,
    onFailure: 'abort',
    level,
    files: { [file]: schedule(lines) },
    factors: { namespaces: level, condition },
    parse: (stdout) => parseLatencies(stdout, metric),
  };
}

/** Adds, then the deletes of what they made, under one condition. */
export const addsAndDeletes = (
  trial: Trial,
  variants: Variants,
  level: number,
  condition: string,
): StepDraft[] => [
  timed(trial, variants, level, {
    metric: 'condition_create_latency',
    condition,
    title: 'add',
    argv: (name) => ['add', name],
  }),
  timed(trial, variants, level, {
    metric: 'condition_delete_latency',
    condition,
    title: 'delete',
    argv: (name) => ['delete', name],
  }),
  { ...settled(trial, level), title: `settle after ${condition} at ${level}` },
];

/** What else `ip netns` does: run something in a namespace, and list them all. */
export const otherOperations = (trial: Trial, variants: Variants, level: number): StepDraft[] => [
  timed(trial, variants, level, {
    metric: 'exec_latency',
    condition: 'ordinary',
    title: 'exec',
    argv: () => ['exec', 'netknee-0', 'bin/noop'],
  }),
  timed(trial, variants, level, {
    metric: 'list_latency',
    condition: 'ordinary',
    title: 'list',
    argv: () => ['list'],
  }),
];

/** The same number of adds by 1, 2, 4 and 8 processes at a time. */
export const parallelAdds = (trial: Trial, variants: Variants, level: number): StepDraft[] =>
  CREATORS.flatMap((creators) =>
    variants.flatMap((variant): StepDraft[] => {
      const file = (what: string) => `schedules/parallel-${creators}-${variant}-${level}-${what}.tsv`;
      const line = (action: 'add' | 'delete', iteration: number) => ({
        label: variant,
        iteration,
        argv: [tool(variant), 'netns', action, `parallel-${iteration}`],
      });
      const all = Array.from({ length: PARALLEL_ADDS }, (_, i) => i);
      const parts = Array.from({ length: creators }, (_, part) => [
        file(`add-${part}`),
        schedule(all.filter((i) => i % creators === part).map((i) => line('add', i))),
      ]);
      const deletes = file('delete');
      return [
        {
          title: `add by ${creators} of ${variant} at ${level}`,
          argv: ['sh', 'guest/parallel-adds.sh', deletes, ...parts.map(([name]) => name!)],
          deadlineS: 600,
          onFailure: 'abort',
          level,
          files: {
            ...Object.fromEntries(parts),
            [deletes]: schedule(all.map((i) => line('delete', i))),
          },
          factors: { namespaces: level, variant, parallel_creators: creators },
          parse: (stdout) => parseParallel(stdout, creators),
        },
        { ...settled(trial, level), title: `settle after ${creators} of ${variant} at ${level}` },
      ];
    }),
  );
