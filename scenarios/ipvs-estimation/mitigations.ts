import {
  integerOf,
  type Measurement,
  measured,
  type StepDraft,
  section,
  sections,
  sh,
  stamped,
  type Trial,
} from '../../harness/index.js';
import { parseProbe, underEstimation } from './parse.js';
import { isShort, PROBE } from './probe-times.js';
import { estimationSet, measuring } from './reach.js';

/** In this order: after the livepatch the timer does not come back. Threads exist from Linux 6.2 on, the timer before. */
export const MITIGATIONS = ['est-nice', 'est-cpulist', 'livepatch'] as const;

/** Output of `rates.sh`: what ipvsadm shows of the one service that datagrams come in for. */
export function parseRates(text: string): Measurement[] {
  const [, inPps] = /^UDP +10\.200\.0\.1:9000 +\d+ +(\d+) /m.exec(text) ?? [];
  if (inPps === undefined) throw new Error('ipvsadm --rate shows no line of the service');
  return measured({ service_rate: integerOf(inPps, 'InPPS') });
}

/** Output of `mitigate.sh` around a probe; nothing where the kernel does not have what it takes. */
export function parseTreated(stdout: string, mitigation: string, rules: number, path: string): Measurement[] {
  const all = sections(stdout);
  const said = section(all, 'mitigation').trim();
  if (said === 'absent') return [];
  if (said !== 'applied') throw new Error(`mitigation ${mitigation} is ${said}`);
  const probed = parseProbe(stdout, { asked: 1, rules, paths: [path], traced: false });
  const rates = all.has('rates') ? parseRates(section(all, 'rates')) : [];
  const treated = [...probed, ...stamped(rates, { run_estimation: 'on' })];
  // Threads are what is treated, where there are some.
  return treated.map((one) => ({ ...one, factors: { ...one.factors, mitigation } }));
}

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
      measuring(rules, sh('guest/mitigate.sh', mitigation, ...probe.argv), {
        title: `${mitigation} at ${rules}`,
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
    measuring(rules, sh('guest/untreated-rates.sh', asked), {
      title: `rates at ${rules} estimation ${asked}`,
      deadlineS: 60,
      parse: (stdout) => underEstimation(stdout, asked, (all) => parseRates(section(all, 'rates'))),
    }),
  ];
}
