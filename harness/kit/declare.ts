import type { Claim, Condition, LevelsFigure, Measure, Metric, TableSpec, Where } from '../types.js';

/** A metric; lower is better where it does not say. Units of what is measured are base units: ns, bytes, a share of one. */
export const metric = (
  name: string,
  unit: Metric['unit'],
  title: string,
  more: Partial<Pick<Metric, 'better' | 'nondeterministic'>> = {},
): Metric => ({ name, unit, better: 'lower', title, ...more });

/** One cell, or all of those that `where` leaves: each is judged by itself, and the claim holds where it holds in all of them. */
export const cell = (name: string, where: Where = {}): Measure => ({ type: 'cell', metric: name, where });

/** One cell over another, of one metric or of two (`[over, under]`). */
export const ratio = (
  metrics: string | readonly [over: string, under: string],
  over: Where,
  under: Where = over,
): Extract<Measure, { type: 'ratio' }> =>
  typeof metrics === 'string'
    ? { type: 'ratio', metric: metrics, over, under }
    : { type: 'ratio', metric: metrics[0], underMetric: metrics[1], over, under };

/** What one more unit of the factor `by` adds. */
export const slope = (name: string, by: string, where: Where = {}): Measure => ({
  ...{ type: 'slope', metric: name, by, where },
});

/** k of a + b·N^k along the factor `by`: 1 is a line, 0 what does not grow. */
export const exponent = (name: string, by: string, where: Where = {}): Measure => ({
  ...{ type: 'exponent', metric: name, by, where },
});

export const above = (bound: number): Condition => ({ is: 'above', bound });
export const below = (bound: number): Condition => ({ is: 'below', bound });
export const between = (low: number, high: number): Condition => ({ is: 'between', low, high });

/** What claims of one source look like: `shape` is judged, `absolute` is set beside the published figure. */
export const claimsOf = (source: string) => ({
  shape: (
    id: string,
    statement: string,
    measure: Measure,
    holds: Condition,
    published: string = '–',
  ): Claim => ({ id, statement, published, kind: 'shape', source, measure, holds }),
  absolute: (id: string, statement: string, measure: Measure, published: string): Claim => ({
    ...{ id, statement, published, kind: 'absolute', source, measure },
  }),
});

/** A row per level of `rows`, a column per combination of `columns`. */
export const table = (
  name: string,
  title: string,
  metrics: readonly string[],
  rows: string,
  columns: readonly string[] = [],
  where?: Where,
): TableSpec => ({
  ...{ name, title, metrics: [...metrics], rows, columns: [...columns] },
  ...(where && { where }),
});

/** A metric along the factor `x`, a line per combination of `series`. */
export const levelsFigure = (
  name: string,
  title: string,
  metricName: string,
  x: string,
  series: readonly string[] = [],
  more: Partial<Pick<LevelsFigure, 'panels' | 'where' | 'yScale' | 'fit'>> = {},
): LevelsFigure => ({ kind: 'levels', name, title, metric: metricName, x, series: [...series], ...more });
