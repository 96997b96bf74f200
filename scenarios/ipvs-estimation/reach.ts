import { type StepDraft, sh, type Trial, treatmentOrder } from '../../harness/index.js';
import { type ProbeContext, parseLoad, parseProbe } from './parse.js';
import { PROBE } from './probe-times.js';

/** Where mitigations and rates are asked: the highest level, if it has rules. */
export const isTop = ({ levels }: Pick<Trial, 'levels'>, rules: number): boolean =>
  rules > 0 && rules === levels.at(-1);

/** The first step of every pass: a veth pair into a namespace, the module and its timer. */
export const prepared: StepDraft = { ...sh('guest/prepare.sh'), deadlineS: 120 };

/**
 * From `previous` rules to `rules`, read back from the kernel; by ipvsadm too, which takes long, when `listed`. How long it
 * took is kept of timed boots alone: others come from other levels.
 */
export const reach = (trial: Trial, rules: number, previous: number, listed = false): StepDraft[] => [
  {
    title: `load to ${rules}`,
    argv: ['ipvs-load', String(previous), String(rules)],
    deadlineS: 300,
    onFailure: 'abort',
    level: rules,
    factors: { rules },
    parse: (stdout) => (rules > previous && trial.pass === undefined ? parseLoad(stdout) : []),
  },
  { ...sh('guest/verify.sh', rules, ...(listed ? ['listing'] : [])), title: `verify ${rules}`, level: rules },
];

/** In an order of each boot's own, and of what it is for. */
export const inOrder = <Item>(trial: Trial, items: Item[], ...words: (string | number)[]): Item[] =>
  treatmentOrder(items, trial, ...words);

/** Turns estimation on or off, where the kernel lets it. */
export const estimationSet = (rules: number, asked: 0 | 1): StepDraft => ({
  ...sh('guest/estimation.sh', asked),
  title: `estimation ${asked} at ${rules}`,
  deadlineS: 60,
  level: rules,
});

/** A script that measures at so many rules; where it fails, the others still tell something. */
export const measuring = (
  rules: number,
  title: string,
  script: StepDraft,
  { factors, ...more }: Pick<StepDraft, 'deadlineS' | 'parse' | 'attachments' | 'factors'>,
): StepDraft => ({
  ...{ ...script, title, ...more, onFailure: 'continue', level: rules, factors: { rules, ...factors } },
});

/** The UDP probe on each path in turn. */
export function probing({ clock, profile }: Trial, title: string, context: ProbeContext): StepDraft {
  const { asked, rules, paths, traced } = context;
  const { rate, seconds } = PROBE[profile];
  const script = sh('guest/probe.sh', asked, traced ? 'traced' : 'alone', rate, seconds[clock], ...paths);
  return measuring(rules, title, script, {
    deadlineS: paths.length * (seconds[clock] + 60),
    parse: (stdout) => parseProbe(stdout, context),
  });
}
