import type { Where } from './conclusions.js';
import type { Unit } from './measuring.js';

/** What is read of a machine in use; nothing there is changed by it. Paths are absolute. */
export type FactSource =
  /** The running kernel's release, as `uname -r` says it. */
  | { read: 'kernel' }
  /** What a program says of its version: the first group of `pattern` in what the command prints. */
  | { read: 'version'; command: readonly [string, ...string[]]; pattern: string }
  /**
   * Lines of a file without the first `skip`; `absent` says why a file that is not there means none. Of a file `/proc/net/…` it is
   * the most that a network namespace of this machine's processes has; those of other users' processes are root's to see.
   */
  | { read: 'lines'; file: string; skip?: number; absent?: string }
  /**
   * Lines that a command prints which changes nothing, without the first `skip`, and of these the ones that match `matching`. `module` is
   * one that asking would load: nothing is asked where the kernel has not got it, and there are none.
   */
  | {
      read: 'printed lines';
      command: readonly [string, ...string[]];
      skip?: number;
      matching?: string;
      module?: string;
    }
  /** Several amounts together; not known where one of them is not. */
  | { read: 'sum'; of: readonly FactSource[] }
  /** Entries of a folder; `absent` says why a folder that is not there means none. */
  | { read: 'entries'; folder: string; absent?: string }
  /** A setting below /proc/sys, with dots: `net.ipv4.ip_forward`; `absent` says why one that is not there means 0. */
  | { read: 'sysctl'; key: string; absent?: string }
  /** Whether a livepatch that is enabled replaces this function of the kernel. */
  | { read: 'livepatched'; function: string };

export interface FactSpec {
  name: string;
  /** For people; an amount is said as `12,400 TITLE`. */
  title: string;
  from: FactSource;
}

/** What was read. A figure may have something said beside it: why there is none, what was not seen. */
export type FactValue =
  | { state: 'known'; value: number | string; beside?: string }
  /** The program or the setting is not there. */
  | { state: 'absent'; why: string }
  | { state: 'not known'; why: string };

/** A fact and what was read of it. */
export type Fact = FactSpec & FactValue;

/** From one version on, and before another where it ended; of versions that begin with the same letters. */
export interface VersionRange {
  from: string;
  before?: string;
}

/** An amount matters from so many times another fact on; on some kernels alone, where it says which. */
export interface CheckLimit {
  fact: string;
  times: number;
  within?: VersionRange[];
  because: string;
}

/**
 * How a machine in use is judged by `netknee check`: whether it has what brings the effect, how much of what the effect grows
 * with, and from how much on it matters.
 */
export interface ScenarioCheck {
  facts: FactSpec[];
  /** The effect is there where this fact, a version, lies in one of the ranges; on every Linux where it does not say. */
  cause?: { fact: string; what: string; within: VersionRange[] };
  /** The effect is not there where this fact is as said; `there` is whatever value it has. */
  unless?: { fact: string; is: 'there' | number; because: string }[];
  /**
   * The fact that says how much there is of what the effect grows with. Without one the effect is there wherever the cause is, for
   * whoever does what it is about, which no fact of a machine tells.
   */
  amount?: string;
  /**
   * What says how much so much of it costs, by a run of this scenario: a scaling or prediction of it, or one cell of a metric, for what
   * does not grow. Limits need none.
   */
  law?: { prediction: string } | { scaling: string; where: Where } | { cell: string; where: Where };
  /** From here on it matters: a value in the base unit of the law's metric, so many times what none of it costs, or the lowest limit. */
  matters?: { above: number } | { times: number } | { limits: CheckLimit[] };
  /** What is predicted, and what comes of it: `one run of …`, `every 2 s`, `packets that … wait as long`. */
  words: { each: string; rhythm?: string; harm: string };
  /** The kernel function that `--measure` traces, and how long its timer rests between two runs. */
  measure?: { function: string; restNs: number };
}

/**
 * What a run measured of one effect on the instruction clock: `constant + amount × (each + eachCpu × possible CPUs)` in the base unit of
 * the metric.
 */
export interface Law {
  /** Of the scaling or prediction; the metric of a cell. */
  name: string;
  title: string;
  metric: string;
  unit: Unit;
  /** Its series, such as 6.1; of the newest its version. */
  kernel: string;
  /** The state factor; of a cell nothing, for it does not grow. */
  by?: string | undefined;
  constant: number;
  each: number;
  eachCpu: number;
  /** Largest amount and numbers of possible CPUs that it was fitted to. */
  measured: { amount: number; possibleCpus: number[] };
}

/** The laws of one scenario, and the run that they come from. */
export interface Laws {
  schema: 1;
  run: string;
  laws: Law[];
}
