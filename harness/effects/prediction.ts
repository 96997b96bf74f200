import { factorNames, groupBy } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { leastSquares } from '../stats/least-squares.js';
import type { PredictionSpec } from '../types.js';
import { formatValue, groupThousands, threeDigits } from '../words/format.js';
import { cellPhrase } from '../words/level-words.js';
import { growths } from './scaling.js';

/** What one unit of the state costs as `a + b × factor`, in the metric's base unit. */
export interface Prediction {
  spec: PredictionSpec;
  /** A cell that says, by its factors, what it is of. */
  of: SummaryRow;
  a: number;
  b: number;
  rSquared: number;
  /** Levels of the factor that it was fitted to, ascending. */
  levels: number[];
}

/** Levels of the factor below which a line through them says nothing of its own fit. */
const NEEDED = 3;

/**
 * The cost of one unit of the state as a line along a machine factor: least squares through the Theil–Sen slopes of all
 * instruction-clock boots. One for each combination of the other factors that has three levels; the wall clock's slopes are the
 * host's, and predict nothing elsewhere.
 */
export function predictions(spec: PredictionSpec, rows: readonly SummaryRow[]): Prediction[] {
  const { metric, by, factor, where, name, title } = spec;
  const exact = rows.filter(({ clock }) => clock === 'instructions');
  const series = growths({ name, title, metric, by, series: [factor], where }, exact);
  const others = factorNames(exact).filter((other) => other !== by && other !== factor);
  return groupBy(
    series.map(({ of }) => of),
    others,
  ).flatMap((group) => {
    const ours = series.filter(({ of }) => group.includes(of));
    const levels = ours.map(({ of }) => of[factor]).sort((x, y) => x - y);
    if (levels.length < NEEDED) return [];
    const points = ours.flatMap(({ of, curves }) =>
      curves.map(({ slope }): [number, number] => [of[factor], slope]),
    );
    const { slope, intercept, rSquared } = leastSquares(points);
    return [{ spec, of: group[0]!, a: intercept, b: slope, rSquared, levels }];
  });
}

/** In the metric's base unit. */
export const predicted = ({ a, b }: Pick<Prediction, 'a' | 'b'>, units: number, factor: number): number =>
  units * (a + b * factor);

/** `<state> × (87.0 + 41.0 × possible CPUs) ns on the instruction clock, kernel 6.1: 265 ms for 79,004 <state> on 80 possible CPUs`. */
export function predictionWords(prediction: Prediction, units: number, factor: number): string {
  const { spec, of, a, b } = prediction;
  const value = formatValue(predicted(prediction, units, factor), of.unit);
  const count = (number: number) => groupThousands(String(number));
  return (
    `${spec.title}: ${spec.by} × (${threeDigits(a)} + ${threeDigits(b)} × possible CPUs) ${of.unit} on the instruction clock, ` +
    `${cellPhrase(of, ['kernel'])}: ${value} for ${count(units)} ${spec.by} on ${count(factor)} possible CPUs`
  );
}
