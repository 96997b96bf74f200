import { inLongProfiles, numbered, type Pass, type StepDraft, type Trial } from '../../../harness/index.js';
import { prepared, reach } from '../reach.js';
import { packetPath } from './packet-path.js';
import { pathAgreement } from './path-agreement.js';
import { requests } from './requests.js';
import { softirqWindows } from './softirq-windows.js';
import { timerGraph } from './timer-graph.js';

/** What is asked where the rules are; the timer runs as it came, with estimation on. */
const probes: ((trial: Trial, rules: number) => StepDraft[])[] = [
  packetPath,
  softirqWindows,
  requests,
  pathAgreement,
  timerGraph,
];

/** Host seconds without KVM, measured on two cores: boot and loading, */
const BASE_S = { exact: 40, real: 30 };
/** and everything that is asked. */
const PROBES_S = { exact: 60, real: 270 };

/** Why packets wait: where on their way, what that CPU does meanwhile, and whether the timer's runs are the cause. */
export const diagnosis: Pass = {
  name: 'diagnosis',
  title: "the packets' way, the timer's CPU and call graphs",
  boots: inLongProfiles({ standard: { exact: 2, real: 6 }, paper: { exact: 2, real: 10 } }),
  levels: (levels) => levels.slice(-1),
  possibleCpus: (possible) => possible.slice(-1),
  steps: (trial) =>
    numbered([
      prepared,
      ...trial.levels.flatMap((rules) => [
        ...reach(trial, rules, 0, false),
        ...probes.flatMap((probe) => probe(trial, rules)),
      ]),
    ]),
  estimateS: ({ lane, levels }) => BASE_S[lane] + levels.length * PROBES_S[lane],
};
