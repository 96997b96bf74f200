import type {
  BeforeAfterFigure,
  ComparisonSpec,
  FlameFigure,
  ScalingSpec,
  SlopesFigure,
  Where,
} from '../types.js';

/** How metrics differ before and after a change, read along the factor `by`. */
export const comparison = (
  name: string,
  title: string,
  metrics: readonly string[],
  by: string,
  before: Where,
  after: Where,
): ComparisonSpec => ({ name, title, metrics: [...metrics], by, before, after });

/** How a metric grows along the factor `by`, for each combination of `series`; slopes are divided by that of `reference`. */
export const scaling = (
  name: string,
  title: string,
  metricName: string,
  by: string,
  series: readonly string[] = [],
  reference?: Where,
): ScalingSpec => ({
  ...{ name, title, metric: metricName, by, series: [...series] },
  ...(reference && { reference }),
});

/** Stacks that a probe showed, as a flame graph; `attachment` is its name where it does not say. */
export const flameFigure = (
  name: string,
  title: string,
  more: Partial<Omit<FlameFigure, 'kind' | 'name' | 'title'>> = {},
): FlameFigure => ({ kind: 'flame', name, title, attachment: name, ...more });

/** The slopes of one scaling, side by side. */
export const slopesFigure = (name: string, title: string, ofScaling: string): SlopesFigure => ({
  ...{ kind: 'slopes', name, title, scaling: ofScaling },
});

/** A metric of one comparison, from before to after, at these levels. */
export const beforeAfterFigure = (
  name: string,
  title: string,
  ofComparison: string,
  metricName: string,
  more: Partial<Pick<BeforeAfterFigure, 'levels' | 'yScale'>> = {},
): BeforeAfterFigure => ({
  ...{ kind: 'before-after', name, title, comparison: ofComparison, metric: metricName, ...more },
});
