import type { ScenarioCheck } from './check.js';
import type {
  Claim,
  ComparisonSpec,
  FigureSpec,
  JitterSpec,
  PredictionSpec,
  ScalingSpec,
  ScenarioAnswer,
  SweepSpec,
  TableSpec,
} from './conclusions.js';
import type { Clock, Profile, ScenarioFactor } from './factors.js';
import type { Measurement, Metric, PassName, Step, Trial } from './measuring.js';

/** How a variant's source is had, in the order tried; the first that can be had is taken. */
export type VariantSource =
  | { kind: 'git'; urls: string[]; commit: string; tag: string; environment: string }
  /** `exactly`: this version alone, as a manifest pins it. */
  | {
      kind: 'debian-source';
      package: string;
      suite: string;
      exactly?: { version: string; dscSha256: string };
    }
  | { kind: 'path'; path: string }
  /** The distribution's own program, taken only when what it says of its version (`-V`) holds this word. */
  | { kind: 'guest'; path: string; version: string };

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
 * What `netknee bisect` asks of each commit: whether the median of a metric at level `high` of the state factor is
 * below `ratioBelow` times its median at level `low`.
 */
export interface BisectPredicate {
  /** What holds of a good commit, as a sentence without its full stop. */
  title: string;
  metric: string;
  clock: Clock;
  low: number;
  high: number;
  /** Without unit, above 1. */
  ratioBelow: number;
}

/** Boots of their own beside the timed ones; a machine treatment has as many as its profile and clock say. */
export interface Pass {
  name: PassName;
  title: string;
  boots: Record<Profile, Record<Clock, number>>;
  /** As `Scenario.steps` and `Scenario.estimateS` are. */
  steps: (trial: Trial) => Step[];
  estimateS: (trial: Omit<Trial, 'estimateS'>) => number;
  /** Of these levels alone; all of the timed trial's when it does not say. */
  levels?: (levels: readonly number[], memoryMb: number) => number[];
  /** On these kernels, but for those that the timed boots run on, instead of on those. */
  kernels?: string[];
  /** What is PID 1, each a machine treatment; a script that starts nothing beside, where it does not say. */
  inits?: readonly ('script' | 'systemd')[];
  /** Of these numbers of possible CPUs alone. */
  possibleCpus?: (possible: readonly number[]) => number[];
  /**
   * The guest's death, once a level was reached, is an outcome and no failure: what it then measured, by the last level all of
   * whose steps ended well. Such a pass never runs on a machine of the user's own.
   */
  crashExpected?: (reached: number) => Measurement[];
}

/**
 * State of a machine of the user's own that a scenario changes, and the harness's own list does not know. Texts are scripts of a POSIX
 * shell, run as root in the machine's own namespaces; each line that `command` prints is an item.
 */
export interface Watch {
  name: string;
  /** Prints the same before a trial and after it; a machine that lacks what it asks for prints nothing, and it ends well. */
  command: string;
  /** Sets the state back; stdin is what `command` printed before. Without it what is left behind is said alone. */
  restore?: string;
}

/**
 * A scenario is plain data plus pure functions of it. The C sources and shell scripts of its `guest/`
 * folder go into every bundle as `bin/NAME` and `guest/NAME.sh`.
 */
export interface Scenario {
  name: string;
  /** Where its `guest/` stands, when it is none of netknee's own; set by what found it, never by the scenario. */
  folder?: string;
  title: string;
  question: string;
  /** Measured where it is named, and not where no scenario is: what is measured unasked must end in minutes. */
  onlyByName?: boolean;
  /** One of them is the state; the order is that of columns and words. */
  factors: ScenarioFactor[];
  metrics: Metric[];
  variants: Variant[];
  /** Possible CPUs by clock. */
  possibleCpus: Record<Clock, number[]>;
  memoryMb: number;
  iterations: Record<Profile, number>;
  /**
   * Debian packages of the baked guest's release, which become a layer over the tree that all guests have; other scenarios' guests
   * stay as they are.
   */
  packages?: string[];
  /** What its wall-clock trials call that no bundle carries; the baked guest has it, a machine of the user's own may not. */
  needs?: { programs: string[]; modules: string[]; cpus: number };
  /** What its trials may leave behind on a machine of the user's own, beside namespaces, mounts, links, modules and tracing. */
  watches?: Watch[];
  /** Modules that steps load, from `guest/modules/NAME.c`, and the kernels they are built for; bundles have them as `modules/NAME.ko`. */
  kernelModules?: { name: string; kernels: string[] }[];
  /** Words added to the guest kernel's command line. */
  kernelArguments: string[];
  /** Everything the guest does in one trial, in order. Pure: same trial, same steps. */
  steps: (trial: Trial) => Step[];
  /** Host seconds a trial takes on two cores without KVM; a first estimate, corrected as trials end. */
  estimateS: (trial: Omit<Trial, 'estimateS'>) => number;
  passes?: Pass[];
  claims: Claim[];
  /** What is asked of a variant that a user brings along under a name of its own. */
  claimsOfVariant?: (variant: string) => Claim[];
  /** The main claim, as `netknee bisect` asks it; without one, nothing is bisected. */
  bisect?: BisectPredicate;
  comparisons: ComparisonSpec[];
  scalings: ScalingSpec[];
  jitters: JitterSpec[];
  sweeps?: SweepSpec[];
  predictions?: PredictionSpec[];
  tables: TableSpec[];
  /** What a reader wants to know first. */
  answer?: ScenarioAnswer;
  figures: FigureSpec[];
  /** How a machine in use is asked whether it has the effect. */
  check?: ScenarioCheck;
}
