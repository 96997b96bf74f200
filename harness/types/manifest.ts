import type { FactorDeclaration } from './factors.js';
import type { Plan, Shard } from './measuring.js';
import type { Scenario } from './scenario.js';

/** What the report needs of a scenario: its plain data, kept in the manifest. */
export type ScenarioDescription = Pick<
  Scenario,
  | 'name'
  | 'title'
  | 'question'
  | 'metrics'
  | 'claims'
  | 'comparisons'
  | 'scalings'
  | 'jitters'
  | 'sweeps'
  | 'predictions'
  | 'tables'
  | 'figures'
  | 'answer'
  | 'check'
> & { factors: FactorDeclaration[] };

/** `done`: all steps ended well. `disturbed`: done, but the console shows trouble. `failed`: not all did. */
export type TrialStatus = 'done' | 'disturbed' | 'failed';

/** The rows of observations.csv that one trial measured. */
export interface TrialRows {
  rows: number;
  /** Of their lines, as they stand in the file. */
  sha256: string;
}

export interface TrialRecord {
  id: string;
  status: TrialStatus;
  /** Why it is disturbed or failed, for people. */
  reasons: string[];
  /** What to do about a failure, where more is known than to read the console. */
  remedy?: string;
  attempts: number;
  startedAt: string;
  /** Host seconds. */
  durationS: number;
  /** Steps whose output is complete and checked. */
  stepsDone: number;
  stepsPlanned: number;
  bundleSha256: string;
  accelerator: string;
  /** What it measured; absent in manifests of versions that did not count. */
  rows?: TrialRows;
  /** Raw facts of the guest by name: kernel, cmdline, cpus, clocksource, … */
  guest: Record<string, string>;
  /** What went on on the host meanwhile, by name: foreignCpu, steal, load, governors, vcpuCpus, vcpuPinned, … */
  noise?: Record<string, string>;
  /** What of it is beyond the limits, on the wall clock; also among the reasons. */
  disturbed?: string[];
}

/** A built or fetched file and what went into it. */
export interface Artifact {
  name: string;
  kind: 'rootfs' | 'kernel' | 'image' | 'program' | 'variant' | 'module';
  /** Digest of the inputs: what the cache is addressed by. */
  inputsSha256: string;
  /** Digest of the file itself. */
  sha256: string;
  /** Version, source, commit, compiler: what a reader needs to trust it. */
  details: Record<string, string>;
}

/** How near what was made from the manifest of another run came to it. */
export interface PinnedRecord {
  /** The run whose manifest it was. */
  run: string;
  /** Artifacts that are that run's byte for byte, and how many there are. */
  same: number;
  of: number;
  /** What is to be known of the others, a line each. */
  differences: string[];
}

export interface Notice {
  severity: 'info' | 'warning';
  text: string;
}

/** Why a variant that was asked for is not in the run, and what would bring it back. */
export interface UnavailableVariant {
  name: string;
  reason: string;
  remedy: string;
}

/** Where and when one part of a merged run was measured. */
export interface ShardRecord {
  /** Absent when the part was no shard. */
  shard?: Shard;
  startedAt: string;
  endedAt: string | null;
  host: Record<string, string>;
}

/** Everything needed to repeat the run and to rebuild its report. */
export interface Manifest {
  schema: 3;
  run: string;
  /** Of a run that holds one shard of its plan alone. */
  shard?: Shard;
  /** Of a run that `netknee merge` put together. */
  shards?: ShardRecord[];
  startedAt: string;
  endedAt: string | null;
  netknee: { version: string; commit: string };
  plan: Plan;
  /** Words of the command line that shape the plan beside what it names itself; absent when there were none. */
  planArguments?: string[];
  host: Record<string, string>;
  artifacts: Artifact[];
  /** Of a run whose guest, kernels and sources are those of another run. */
  pinned?: PinnedRecord;
  /** Of a copy without the raw output of its trials. */
  raw?: 'not kept';
  unavailable: UnavailableVariant[];
  scenarios: ScenarioDescription[];
  trials: TrialRecord[];
  notices: Notice[];
}
