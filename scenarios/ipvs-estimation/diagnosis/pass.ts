import { inLongProfiles, numbered, type Pass, type StepDraft, type Trial } from '../../../harness/index.js';
import { prepared, reach } from '../reach.js';
import { packetPath } from './packet-path.js';
import { pathAgreement } from './path-agreement.js';
import { requests } from './requests.js';
import { softirqWindows } from './softirq-windows.js';
import { timerGraph } from './timer-graph.js';

/** Paths lie across two CPUs, which the wall clock alone has. */
const acrossCpus = [packetPath, softirqWindows, requests, pathAgreement];

/** Asked at the highest level, where the timer is long; it runs as it came, with estimation on. */
function asked(trial: Trial, rules: number): StepDraft[] {
  if (rules !== trial.levels.at(-1)) return [];
  const probes = trial.clock === 'wall' ? [...acrossCpus, timerGraph] : [timerGraph];
  return probes.flatMap((probe) => probe(trial, rules));
}

/** Host seconds without KVM, measured on two cores: boot and loading, */
const BASE_S = { instructions: 40, wall: 30 };
/** and everything that is asked. */
const PROBES_S = { instructions: 60, wall: 270 };

/** Why packets wait: where on their way, what that CPU does meanwhile, and whether the timer's runs are the cause. */
export const diagnosis: Pass = {
  name: 'diagnosis',
  title: "the packets' way, the timer's CPU and call graphs",
  boots: inLongProfiles({ standard: { instructions: 2, wall: 6 }, paper: { instructions: 2, wall: 10 } }),
  levels: (levels) => levels.slice(-1),
  possibleCpus: (possible) => possible.slice(-1),
  steps: (trial) =>
    numbered([
      prepared,
      ...trial.levels.flatMap((rules) => [...reach(trial, rules, 0), ...asked(trial, rules)]),
    ]),
  estimateS: ({ clock, levels }) => BASE_S[clock] + levels.length * PROBES_S[clock],
};
