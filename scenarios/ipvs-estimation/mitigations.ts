import { type StepDraft, section, sh, type Trial } from '../../harness/index.js';
import { parseRates, parseTreated, underEstimation } from './parse.js';
import { isShort, PROBE } from './probe-times.js';
import { estimationSet, measuring } from './reach.js';

/** In this order: after the livepatch the timer does not come back. Threads exist from Linux 6.2 on, the timer before. */
export const MITIGATIONS = ['est-nice', 'est-cpulist', 'livepatch'] as const;

/** What each mitigation does to the path that suffers, last of all at this level. */
export function mitigated(trial: Trial, rules: number): StepDraft[] {
  const { rate, seconds } = PROBE[trial.profile];
  const path = trial.clock === 'instructions' ? 'same' : 'receiver';
  // Short profiles do not ask what a mitigation costs.
  const command = isShort(trial) ? 'guest/probe.sh' : 'guest/probe-and-rates.sh';
  const probe = sh(command, 1, 'alone', rate, seconds[trial.clock], path);
  return [
    estimationSet(rules, 1),
    ...MITIGATIONS.map((mitigation) =>
      measuring(rules, `${mitigation} at ${rules}`, sh('guest/mitigate.sh', mitigation, ...probe.argv), {
        deadlineS: seconds[trial.clock] + 180,
        parse: (stdout) => parseTreated(stdout, mitigation, rules, path),
      }),
    ),
  ];
}

/** Whether rates still move, with estimation on and off; short profiles do not ask. */
export function rated(trial: Trial, rules: number, asked: 0 | 1): StepDraft[] {
  if (isShort(trial)) return [];
  return [
    measuring(rules, `rates at ${rules} estimation ${asked}`, sh('guest/untreated-rates.sh', asked), {
      deadlineS: 60,
      parse: (stdout) => underEstimation(stdout, asked, (all) => parseRates(section(all, 'rates'))),
    }),
  ];
}
