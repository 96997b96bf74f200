import type { Attachment } from './attachments.js';
import type { Where } from './conclusions.js';
import type { Clock, FactorLevel, FactorName, Factors, Levels, Profile } from './factors.js';

/** Base units only: nanoseconds, kibibytes (the kernel's "kB"), and plain numbers. */
export type Unit = 'ns' | 'kB' | 'count' | 'share' | 'ratio';

/** What a number is, in which unit, and which direction is good. */
export interface Metric {
  name: string;
  unit: Unit;
  better: 'lower' | 'higher' | 'neither';
  title: string;
  /**
   * Of what single packets, ticks, the order of processes or the random seed of a hash decide even on the instruction clock, in all
   * cells or in those named: there `compare` does not judge it.
   */
  nondeterministic?: true | Where;
}

/** What a probe's parser returns: one number of one metric, with the factors the parser alone knows. */
export interface Measurement {
  metric: string;
  factors?: Levels;
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
  /** Of all that it measures and shows, beside the factors that its parsers give. */
  factors?: Levels;
  /** Input files of the step, by path inside the bundle. */
  files?: Record<string, string>;
  /** Pure; throws when the output is not what the probe writes. */
  parse?: (stdout: string) => Measurement[];
  /** Pure, as `parse` is: what is shown of the output beside numbers. */
  attachments?: (stdout: string) => Attachment[];
  /** Pure, as `parse` is: why what the trial measures may not be what it says, a sentence each; any of them marks the trial. */
  doubts?: (stdout: string) => string[];
}

/**
 * What a boot is for. `timed`: latencies, undisturbed. Those that a scenario names beside it have boots of their own, so that
 * they never touch what is timed.
 */
export type PassName = string;

/** One machine boot of the plan. Everything a trial does follows from this and the scenario. */
export interface Trial {
  /** `<scenario>.instructions.k6.1.p80.b2` */
  id: string;
  /** Place in the order of execution, from 0. */
  index: number;
  scenario: string;
  clock: Clock;
  kernel: string;
  cpus: number;
  possibleCpus: number;
  memoryMb: number;
  /** Block and boot count from 1: block n holds boot n of every machine treatment. */
  block: number;
  boot: number;
  /** Of the state factor, ascending. */
  levels: number[];
  variants: string[];
  /** Levels of the treatments that declare some, but for the variants. */
  treatments?: Readonly<Record<FactorName, readonly FactorLevel[]>>;
  /** This boot's level of each machine factor that the scenario declares. */
  machine?: Levels;
  iterations: number;
  profile: Profile;
  /** Absent: `timed`. */
  pass?: PassName;
  /** What PID 1 is; absent: a script that starts nothing beside the trial. */
  init?: 'systemd';
  /** It goes backwards through the orders that its seed gives. */
  mirrored?: true;
  seed: number;
  /** Host seconds, estimated before anything ran. */
  estimateS: number;
}

/** How a run that goes on until its answers are decided may look at them. */
export interface Sequential {
  /** Boots of the wall clock, ascending, and the error that the look after them may spend. */
  looks: { boots: number; error: number }[];
  /** After which look the run ended, and why; the plan has no trials beyond it then. */
  ended?: { boots: number; because: 'decided' | 'not measured' | 'budget' | 'last look' };
}

export interface Plan {
  profile: Profile;
  seed: number;
  trials: Trial[];
  estimateS: number;
  /** Absent where the number of boots is fixed. */
  sequential?: Sequential;
  /** sha256 over the canonical JSON of everything above but the estimates. */
  digest: string;
}

/** One part of a plan that is split over machines: which of how many, from 1. */
export interface Shard {
  index: number;
  of: number;
}
