import { factorNames, groupBy, levelOf, matches } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { growthExponent } from '../stats/growth-exponent.js';
import type { Interval } from '../stats/interval.js';
import { type Knee, knee } from '../stats/knee.js';
import { median } from '../stats/median.js';
import { medianInterval } from '../stats/median-interval.js';
import type { Point } from '../stats/point.js';
import { slopeRatio } from '../stats/slope-ratio.js';
import { theilSen } from '../stats/theil-sen.js';
import type { FactorName, ScalingSpec } from '../types.js';

/** One boot's level medians along the state. */
export interface BootCurve {
  /** Run and trial: what pairs the curves of two series. */
  boot: string;
  points: Point[];
  /** Theil–Sen, in the metric's unit per unit of the state. */
  slope: number;
  /** Of the power law that it follows, 0 where it does not grow; absent below four levels. */
  exponent?: number;
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
  /** Median over boots of their exponents; null below four levels. */
  exponent: { estimate: number; interval: Interval; range: { low: number; high: number } } | null;
  /** Each boot's own effect taken out. */
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
      const exponent = growthExponent(points);
      return { boot, points, slope: theilSen(points).slope, ...(exponent !== null && { exponent }) };
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
  const exponents = curves.flatMap(({ exponent }) => exponent ?? []);
  return {
    of: levels[0]!,
    levels: levels.length,
    curves,
    slope: median(slopes),
    ...boundsOfBoots(slopes),
    exponent: exponents.length === 0 ? null : { estimate: median(exponents), ...boundsOfBoots(exponents) },
    knee: knee(curves.map(({ points }) => points)),
  };
}

const boundsOfBoots = (values: readonly number[]) => ({
  interval: medianInterval(values),
  range: { low: Math.min(...values), high: Math.max(...values) },
});

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
  return { ...growth, overReference: slopeRatio(arms, design) };
}
