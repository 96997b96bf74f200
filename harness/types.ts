/**
 * Every type that two rooms of the house share. Imports nothing.
 *
 * Words: a *trial* is one machine boot; an *iteration* is a repetition inside a trial; an
 * *observation* is one number; a *cell* is one treatment (a combination of factor levels) of one
 * metric. Units are part of names (`latencyNs`) or stand in `Metric.unit`.
 */

/** `exact`: one vCPU whose clock counts instructions. `real`: two vCPUs on the real clock. */
export type Lane = 'exact' | 'real';

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
  /** Of what single packets or ticks decide even on a counted clock: `compare` does not judge it in the exact lane. */
  coarse?: true;
}

/** The factors that tell one cell from another; a factor that does not apply is absent. */
export interface Factors {
  lane: Lane;
  scenario: string;
  kernel: string;
  possibleCpus: number;
  memoryMb: number;
  namespaces?: number;
  rules?: number;
  variant?: string;
  runEstimation?: 0 | 1;
  path?: string;
}

/** The factors that may change inside one boot. */
export type InnerFactors = Omit<Factors, 'lane' | 'scenario' | 'kernel' | 'possibleCpus' | 'memoryMb'>;

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
}

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

/** A published statement, how it is measured here, and what must hold for it to be reproduced. */
export interface Claim {
  id: string;
  statement: string;
  /** The published value in the words of its source; – where it had none. */
  published: string;
  /** Shapes should hold on any machine; absolute figures only on their author's, so they are never judged. */
  kind: 'shape' | 'absolute';
  source: string;
  measure: Measure;
  /** Of a shape: what must hold of the measure. */
  holds?: Condition;
}

/** Which cells: equality on the named factors. Factors not named are not restricted. */
export type Where = Partial<Omit<Factors, 'scenario'>>;

/** A state factor, along which something grows. */
export type StateName = StateFactor['name'];

export type Measure =
  | { type: 'cell'; metric: string; where: Where }
  /** `underMetric`: the divisor's metric, where it is not the same one. */
  | { type: 'ratio'; metric: string; over: Where; under: Where; underMetric?: string }
  /** Theil–Sen, on the medians of one boot's levels. */
  | { type: 'slope'; metric: string; by: StateName; where: Where }
  /** Share of the variance of one boot's level medians that a straight line explains. */
  | { type: 'linearity'; metric: string; by: StateName; where: Where }
  /** Constant, linear, linearithmic (N log N) or quadratic, whichever BIC prefers. */
  | { type: 'scaling'; metric: string; by: StateName; where: Where }
  | { type: 'not-measured'; why: string };

export type ScalingModelName = 'constant' | 'linear' | 'linearithmic' | 'quadratic';

/** Bounds are in the metric's base unit; a ratio, a slope per unit of the state factor and r² are plain numbers. */
export type Condition =
  | { is: 'above'; bound: number }
  | { is: 'below'; bound: number }
  | { is: 'between'; low: number; high: number }
  | { is: 'one of'; models: ScalingModelName[] };

/**
 * `inconclusive`: what was measured bears neither. `not applicable here`: an absolute figure off its author's
 * machine, or nothing that measures it.
 */
export type Verdict = 'reproduced' | 'contradicted' | 'inconclusive' | 'not applicable here';

/** What one change does: the same metrics before and after it, wherever all other factors agree. */
export interface ComparisonSpec {
  name: string;
  title: string;
  metrics: string[];
  /** What the effect is read along: a row each. */
  by: FactorName;
  before: Where;
  after: Where;
}

/** How one metric grows with the state, for each combination of `series`. */
export interface ScalingSpec {
  name: string;
  title: string;
  metric: string;
  by: StateName;
  series: FactorName[];
  where?: Where;
  /** The series whose slope the others are divided by. */
  reference?: Where;
}

/** A table of one or more metrics: a row per level of `rows`, a column per combination of `columns`. */
export interface TableSpec {
  name: string;
  title: string;
  metrics: string[];
  rows: FactorName;
  columns: FactorName[];
  where?: Where;
}

/** The distribution of a raw metric inside single boots, and the period at which it stalls. */
export interface JitterSpec {
  name: string;
  title: string;
  /** In ns, one value an iteration. */
  metric: string;
  where?: Where;
  /** From here on a value is late. */
  lateNs: number;
  /** Nanoseconds from one iteration to the next, by profile. */
  spacingNs: Record<Profile, number>;
}

export type FigureSpec = LevelsFigure | SlopesFigure | PercentilesFigure | TimelineFigure | BeforeAfterFigure;

interface FigureCommon {
  name: string;
  title: string;
}

/** A metric by level: a coloured line per combination of `series`, its intervals and its boots. */
export interface LevelsFigure extends FigureCommon {
  kind: 'levels';
  metric: string;
  x: FactorName;
  series: FactorName[];
  /** One panel side by side per level. */
  panels?: FactorName;
  where?: Where;
  yScale?: 'linear' | 'log';
  /** Draws the least-squares line through the medians and gives its slope. */
  fit?: boolean;
}

/** The slopes of one scaling, side by side. */
export interface SlopesFigure extends FigureCommon {
  kind: 'slopes';
  scaling: string;
}

/** The whole distribution of a raw metric, a line per boot, on HdrHistogram's percentile axis. */
export interface PercentilesFigure extends FigureCommon {
  kind: 'percentiles';
  metric: string;
  series: FactorName[];
  panels?: FactorName;
  where?: Where;
}

/** A raw metric in the order it was measured, of the first boot of each cell. */
export interface TimelineFigure extends FigureCommon {
  kind: 'timeline';
  metric: string;
  series: FactorName[];
  where?: Where;
  /** Nanoseconds from one iteration to the next, by profile. */
  spacingNs: Record<Profile, number>;
}

/** A slope plot of one comparison: each boot's line from before to after. */
export interface BeforeAfterFigure extends FigureCommon {
  kind: 'before-after';
  comparison: string;
  metric: string;
  /** Levels of the comparison's `by` that are drawn; the highest alone when not said. */
  levels?: number[];
  yScale?: 'linear' | 'log';
}

export type FactorName = keyof Omit<Factors, 'scenario'>;

/** How a variant's source is had, in the order tried; the first that can be had is taken. */
export type VariantSource =
  | { kind: 'git'; urls: string[]; commit: string; tag: string; environment: string }
  | { kind: 'debian-source'; package: string; suite: string }
  | { kind: 'path'; path: string }
  | { kind: 'guest'; path: string };

/** One build of a tool. `patches` are applied in order; each must change the file it names. */
export interface Variant {
  name: string;
  title: string;
  tool: string;
  sources: VariantSource[];
  patches?: VariantPatch[];
  /** Folders to make, e.g. `['lib', 'ip']`. */
  targets: string[];
  /** `NAME=value` words for make. */
  makeArguments?: string[];
  /** The file built, inside the source tree, and the name it must be called by. */
  product: { path: string; as: string };
}

/** Inserts `line` after the one line of `file` that equals `after` inside `within`. */
export interface VariantPatch {
  file: string;
  within: string;
  after: string;
  line: string;
}

/**
 * A scenario is plain data plus pure functions of it. The C sources and shell scripts of its `guest/`
 * folder go into every bundle as `bin/NAME` and `guest/NAME.sh`.
 */
export interface Scenario {
  name: string;
  title: string;
  question: string;
  state: StateFactor;
  metrics: Metric[];
  variants: Variant[];
  /** Possible CPUs by lane. */
  possibleCpus: Record<Lane, number[]>;
  memoryMb: number;
  iterations: Record<Profile, number>;
  /** What its real trials call that no bundle carries; the baked guest has it, a machine of the user's own may not. */
  needs?: { programs: string[]; modules: string[]; cpus: number };
  /** Words added to the guest kernel's command line. */
  kernelArguments: string[];
  /** Everything the guest does in one trial, in order. Pure: same trial, same steps. */
  steps: (trial: Trial) => Step[];
  /** Host seconds a trial takes on two cores without KVM; a first estimate, corrected as trials end. */
  estimateS: (trial: Omit<Trial, 'estimateS'>) => number;
  claims: Claim[];
  comparisons: ComparisonSpec[];
  scalings: ScalingSpec[];
  jitters: JitterSpec[];
  tables: TableSpec[];
  figures: FigureSpec[];
}

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
  | 'tables'
  | 'figures'
> & { state: Pick<StateFactor, 'name' | 'title'> };

/** `done`: all steps ended well. `marked`: done, but the console shows trouble. `failed`: not all did. */
export type TrialStatus = 'done' | 'marked' | 'failed';

export interface TrialRecord {
  id: string;
  status: TrialStatus;
  /** Why it is marked or failed, for people. */
  reasons: string[];
  attempts: number;
  startedAt: string;
  /** Host seconds. */
  durationS: number;
  /** Steps whose output is complete and checked. */
  stepsDone: number;
  stepsPlanned: number;
  bundleSha256: string;
  accelerator: string;
  /** Raw facts of the guest by name: kernel, cmdline, cpus, clocksource, … */
  guest: Record<string, string>;
  /** What went on on the host meanwhile, by name: foreignCpu, steal, load, governors, … */
  noise?: Record<string, string>;
  /** What of it is beyond the limits, in the real lane; also among the reasons. */
  disturbed?: string[];
}

/** A built or fetched file and what went into it. */
export interface Artifact {
  name: string;
  kind: 'rootfs' | 'kernel' | 'program' | 'variant';
  /** Digest of the inputs: what the cache is addressed by. */
  inputsSha256: string;
  /** Digest of the file itself. */
  sha256: string;
  /** Version, source, commit, compiler: what a reader needs to trust it. */
  details: Record<string, string>;
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

/** One part of a plan that is split over machines: which of how many, from 1. */
export interface Shard {
  index: number;
  of: number;
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
  schema: 2;
  run: string;
  /** Of a run that holds one shard of its plan alone. */
  shard?: Shard;
  /** Of a run that `netknee merge` put together. */
  shards?: ShardRecord[];
  startedAt: string;
  endedAt: string | null;
  netknee: { version: string; commit: string };
  plan: Plan;
  host: Record<string, string>;
  artifacts: Artifact[];
  unavailable: UnavailableVariant[];
  scenarios: ScenarioDescription[];
  trials: TrialRecord[];
  notices: Notice[];
}
