import { factorNames, groupBy, levelOf, matches } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import type { Interval } from '../stats/interval.js';
import { type Knee, knee } from '../stats/knee.js';
import { leastSquares } from '../stats/least-squares.js';
import { median } from '../stats/median.js';
import { medianInterval } from '../stats/median-interval.js';
import type { Point } from '../stats/point.js';
import { type ScalingModel, scalingModel } from '../stats/scaling-model.js';
import { slopeRatio } from '../stats/slope-ratio.js';
import { theilSen } from '../stats/theil-sen.js';
import type { FactorName, ScalingModelName, ScalingSpec } from '../types.js';
import { BOOTSTRAP_SEED } from './ratio-effect.js';

/** One boot's level medians along the state. */
export interface BootCurve {
  /** Run and trial: what pairs the curves of two series. */
  boot: string;
  points: Point[];
  /** Theil–Sen, in the metric's unit per unit of the state. */
  slope: number;
  /** By BIC; absent below four levels. */
  model?: ScalingModelName;
}

/** How one series of a scaling grows. */
export interface Growth {
  /** A cell that says, by its factors, which series it is. */
  of: SummaryRow;
  levels: number;
  curves: BootCurve[];
  /** Median over boots of their slopes. */
  slope: number;
  interval: Interval;
  range: { low: number; high: number };
  /** Of the medians over boots, level by level. */
  model: ScalingModel;
  rSquared: number;
  /** Of the points of all boots. */
  knee: Knee;
  /** Slope over the reference's; null where that does not grow, absent without a reference. */
  overReference?: { estimate: number; interval: Interval } | null;
}

/** The curves of all boots that measured two or more of the levels given, which differ in `by` alone. */
export function growthByBoot(levels: readonly SummaryRow[], by: FactorName): BootCurve[] {
  const boots = new Map<string, Point[]>();
  for (const row of levels) {
    for (const sample of row.samples) {
      const name = `${sample.run}\n${sample.trial}`;
      boots.set(name, [...(boots.get(name) ?? []), { x: levelOf(row, by) as number, y: sample.median }]);
    }
  }
  return [...boots]
    .filter(([, points]) => points.length >= 2)
    .map(([boot, points]) => {
      const model = scalingModel(points);
      return {
        boot,
        points,
        slope: theilSen(points).slope,
        ...(model.kind === 'model' && { model: model.best.model }),
      };
    });
}

/** Every series of one scaling that two or more levels were measured of, in the order of `rows`, those of its scenario. */
export function growths(spec: ScalingSpec, rows: readonly SummaryRow[]): Growth[] {
  const cells = rows.filter(
    (row) => row.metric === spec.metric && levelOf(row, spec.by) !== undefined && matches(row, spec.where),
  );
  const others = factorNames(cells).filter((name) => name !== spec.by);
  const all = groupBy(cells, others)
    .map((levels) => growthOf(levels, spec.by))
    .filter((growth) => growth !== null);
  if (spec.reference === undefined) return all;
  return all.map((growth) => withReference(growth, all, spec));
}

function growthOf(levels: readonly SummaryRow[], by: FactorName): Growth | null {
  const curves = growthByBoot(levels, by);
  if (curves.length === 0) return null;
  const slopes = curves.map(({ slope }) => slope);
  const medians = levels.map((row): Point => ({ x: levelOf(row, by) as number, y: row.median }));
  return {
    of: levels[0]!,
    levels: levels.length,
    curves,
    slope: median(slopes),
    interval: medianInterval(slopes),
    range: { low: Math.min(...slopes), high: Math.max(...slopes) },
    model: scalingModel(medians),
    rSquared: leastSquares(medians.map(({ x, y }) => [x, y])).rSquared,
    knee: knee(curves.flatMap(({ points }) => points)),
  };
}

function withReference(growth: Growth, all: readonly Growth[], { series, reference }: ScalingSpec): Growth {
  const same = factorNames(all.map(({ of }) => of)).filter((name) => !series.includes(name));
  const base = all.find(
    ({ of }) =>
      matches(of, reference) && same.every((name) => levelOf(of, name) === levelOf(growth.of, name)),
  );
  if (base === undefined || base === growth) return growth;
  // Theil–Sen slopes of a thing that does not grow scatter around 0; nothing can be divided by that.
  if (base.curves.some(({ slope }) => slope <= 0)) return { ...growth, overReference: null };
  const paired = growth.curves.flatMap((curve) => {
    const partner = base.curves.find(({ boot }) => boot === curve.boot);
    return partner === undefined ? [] : [{ curve, partner }];
  });
  const arms =
    paired.length > 0
      ? { over: paired.map(({ curve }) => curve.points), under: paired.map(({ partner }) => partner.points) }
      : { over: growth.curves.map(({ points }) => points), under: base.curves.map(({ points }) => points) };
  const design = paired.length > 0 ? 'paired' : 'independent';
  return { ...growth, overReference: slopeRatio(arms, { design, seed: BOOTSTRAP_SEED }) };
}
