import type { Exhibit } from './exhibits.js';
import type { Factors, InnerFactors, Lane } from './factors.js';

/** `smoke`: whether everything runs at all, in seconds; its figures are not for conclusions. */
export type Profile = 'smoke' | 'quick' | 'standard' | 'paper';

/** Base units only: nanoseconds, kibibytes (the kernel's "kB"), and plain numbers. */
export type Unit = 'ns' | 'kB' | 'count' | 'share' | 'ratio';

/** What a number is, in which unit, and which direction is good. */
export interface Metric {
  name: string;
  unit: Unit;
  better: 'lower' | 'higher' | 'neither';
  title: string;
  /** Of what single packets, ticks or one run of a timer decide even on a counted clock: `compare` does not judge it in the exact lane. */
  coarse?: true;
}

/** What a probe's parser returns: one number of one metric, with the factors the parser alone knows. */
export interface Measurement extends Partial<InnerFactors> {
  metric: string;
  /** Repetition inside the trial, from 0. */
  iteration: number;
  value: number;
}

/** One row of observations.csv. */
export interface Observation extends Factors {
  run: string;
  trial: string;
  block: number;
  boot: number;
  metric: string;
  unit: Unit;
  iteration: number;
  value: number;
}

/** One thing the guest does: a command line of the bundle, its deadline, and how its output is read. */
export interface Step {
  /** Unique in the trial, in order, fit for a file name: `012-create`. */
  id: string;
  /** For people: "add, 3 variants × 10". */
  title: string;
  /** Words of the command; the first is looked up in the bundle, then on the guest's PATH. */
  argv: string[];
  /** Seconds of the guest's own clock. */
  deadlineS: number;
  /** `abort` when nothing after it would mean anything. */
  onFailure: 'abort' | 'continue';
  /** Where the state factor stands while it runs. */
  level?: number;
  /** Input files of the step, by path inside the bundle. */
  files?: Record<string, string>;
  /** Pure; throws when the output is not what the probe writes. */
  parse?: (stdout: string) => Measurement[];
  /** Pure, as `parse` is: what is shown of the output beside numbers. */
  exhibits?: (stdout: string) => Exhibit[];
  /** Pure, as `parse` is: why what the trial measures may not be what it says, a sentence each; any of them marks the trial. */
  doubts?: (stdout: string) => string[];
}

/**
 * What a boot is for. `timed`: latencies, undisturbed. The others have boots of their own, so that they never touch what is
 * timed. `kernels`: the same question to other kernels, as far as it takes. `diagnosis`: slow probes that say why. `pressure`: the state grows until the machine has no more to give.
 * `factors`: what else the operation may depend on.
 */
export type PassName = 'timed' | 'kernels' | 'diagnosis' | 'pressure' | 'factors';

/** One machine boot of the plan. Everything a trial does follows from this and the scenario. */
export interface Trial {
  /** `ipvs-estimation.exact.k6.1.p80.b2` */
  id: string;
  /** Place in the order of execution, from 0. */
  index: number;
  scenario: string;
  lane: Lane;
  kernel: string;
  cpus: number;
  possibleCpus: number;
  memoryMb: number;
  /** Block and boot count from 1: block n holds boot n of every machine treatment. */
  block: number;
  boot: number;
  levels: number[];
  variants: string[];
  iterations: number;
  profile: Profile;
  /** Absent: `timed`. */
  pass?: Exclude<PassName, 'timed'>;
  /** What PID 1 is; absent: a script that starts nothing beside the trial. */
  init?: 'systemd';
  seed: number;
  /** Host seconds, estimated before anything ran. */
  estimateS: number;
}

export interface Plan {
  profile: Profile;
  seed: number;
  trials: Trial[];
  estimateS: number;
  /** sha256 over the canonical JSON of everything above but the estimates. */
  digest: string;
}

/** A factor that ascends inside one boot and the words for it. */
export interface StateFactor {
  name: 'namespaces' | 'rules';
  title: string;
  levels: number[];
  /** Levels of the real lane under `quick`, when middle ones are left out to save time. */
  quickRealLevels?: number[];
  /** Low levels for `smoke`. */
  smokeLevels?: number[];
}

/** A state factor, along which something grows. */
export type StateName = StateFactor['name'];

/** One part of a plan that is split over machines: which of how many, from 1. */
export interface Shard {
  index: number;
  of: number;
}
