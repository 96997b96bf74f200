import type { FactorLevel, FactorName, Profile } from './factors.js';

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

/**
 * Which cells: equality on the named factors; `null`: those the factor does not apply to. Factors not named are not restricted. Of
 * an amount, `highest` and `lowest` are the ends of what was measured.
 */
export type Where = Readonly<Record<FactorName, FactorLevel | null>>;

export type Measure =
  | { type: 'cell'; metric: string; where: Where }
  /** `underMetric`: the divisor's metric, where it is not the same one. */
  | { type: 'ratio'; metric: string; over: Where; under: Where; underMetric?: string }
  /** Theil–Sen, on the medians of one boot's levels. */
  | { type: 'slope'; metric: string; by: FactorName; where: Where }
  /** k of a + b·N^k through one boot's level medians: 1 is a line, 0 what does not grow. It takes four levels. */
  | { type: 'exponent'; metric: string; by: FactorName; where: Where }
  | { type: 'not-measured'; why: string };

/** Bounds are in the metric's base unit; a ratio, a slope per unit of the state factor and an exponent are plain numbers. */
export type Condition =
  | { is: 'above'; bound: number }
  | { is: 'below'; bound: number }
  | { is: 'between'; low: number; high: number };

/**
 * `inconclusive`: what was measured bears neither. `reference only`: an absolute figure, which holds on its author's machine and is
 * set beside ours. `not measured in this run`: no cell of it answers. `variant unavailable`: nor could one, since the build
 * that it is about could not be had.
 */
export type Verdict =
  | 'reproduced'
  | 'contradicted'
  | 'inconclusive'
  | 'reference only'
  | 'not measured in this run'
  | 'variant unavailable';

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
  by: FactorName;
  series: FactorName[];
  where?: Where;
  /** The series whose slope the others are divided by. */
  reference?: Where;
}

/**
 * One effect, level by level of a machine factor: where it is, where it is not, where the run does not tell. The effect is
 * a ratio, as `Measure` has it.
 */
export interface SweepSpec {
  name: string;
  title: string;
  by: FactorName;
  measure: Extract<Measure, { type: 'ratio' }>;
  /** Where the effect is there. */
  reproduced: Condition;
  /** Where it is gone. */
  fixed: Condition;
}

/**
 * What one run of something costs as `units × (a + b × factor)`, fitted to the slopes along the state at each level of
 * the factor, on the instruction clock.
 */
export interface PredictionSpec {
  name: string;
  title: string;
  metric: string;
  by: FactorName;
  factor: 'possibleCpus';
  where: Where;
  /** A published measurement to set beside it. */
  published?: { units: number; factor: number; value: number; source: string };
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

export type FigureSpec =
  | LevelsFigure
  | SlopesFigure
  | PercentilesFigure
  | TimelineFigure
  | BeforeAfterFigure
  | FlameFigure;

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

/** A flame graph of stacks that a probe showed: one for each treatment, boots together. */
export interface FlameFigure extends FigureCommon {
  kind: 'flame';
  /** Name of the attachment. */
  attachment: string;
  /** Which level of the state is drawn; the highest when not said. */
  level?: 'highest' | 'lowest';
  where?: Where;
  /**
   * Makes it differential: frames are as wide as among the stacks drawn, and coloured by how their share differs from
   * that of the treatment that is otherwise alike but has these levels.
   */
  against?: Where;
}

/** Which claims decide the answer of a scenario, and the sentence for each outcome. */
export interface Headline {
  /** Ids; the worst verdict among them is the outcome. */
  claims: string[];
  reproduced: string;
  contradicted: string;
  inconclusive: string;
}

/** What removes an effect, since when, and at what price. */
export interface Fix {
  what: string;
  since: string;
  price: string;
}

/** A scenario's answer, as data. */
export interface ScenarioAnswer {
  headline: Headline;
  /** Claims whose figures stand beside the sentence, in words that need no others; the first of the headline where none is named. */
  shows?: { claim: string; says: string }[];
  /** Names of the figure and the table that show it best, and what the figure shows where the answer is reproduced. */
  figure?: string;
  finding?: string;
  table?: string;
  fixes: Fix[];
}
