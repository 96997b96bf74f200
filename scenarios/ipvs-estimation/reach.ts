import type { StepDraft, Trial } from '../../harness/index.js';
import { parseLoad } from './parse.js';

/** Where mitigations and rates are asked: the highest level, if it has rules. */
export const isTop = ({ levels }: Pick<Trial, 'levels'>, rules: number): boolean =>
  rules > 0 && rules === levels.at(-1);

/** The first step of every pass: a veth pair into a namespace, the module and its timer. */
export const prepared: StepDraft = {
  title: 'prepare',
  argv: ['sh', 'guest/prepare.sh'],
  deadlineS: 120,
  onFailure: 'abort',
};

/**
 * From `previous` rules to `rules`, read back from the kernel; by ipvsadm too, which takes long, when `listed`. How long it
 * took is kept of timed boots alone: others come from other levels.
 */
export const reach = (
  { pass }: Pick<Trial, 'pass'>,
  rules: number,
  previous: number,
  listed: boolean,
): StepDraft[] => [
  {
    title: `load to ${rules}`,
    argv: ['ipvs-load', String(previous), String(rules)],
    deadlineS: 300,
    onFailure: 'abort',
    level: rules,
    factors: { rules },
    parse: (stdout) => (rules > previous && pass === undefined ? parseLoad(stdout) : []),
  },
  {
    title: `verify ${rules}`,
    argv: ['sh', 'guest/verify.sh', String(rules), ...(listed ? ['listing'] : [])],
    deadlineS: 300,
    onFailure: 'abort',
    level: rules,
  },
];

/** Turns estimation on or off, where the kernel lets it. */
export const estimationSet = (rules: number, asked: 0 | 1): StepDraft => ({
  title: `estimation ${asked} at ${rules}`,
  argv: ['sh', 'guest/estimation.sh', String(asked)],
  deadlineS: 60,
  onFailure: 'abort',
  level: rules,
});
