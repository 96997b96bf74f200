import { factorNames, groupBy, levelOf, levelsOf, matches } from '../cells/cell.js';
import { bootMediansOf, type SummaryRow } from '../cells/summary-row.js';
import { ratioEffect } from '../effects/ratio-effect.js';
import { growthByBoot } from '../effects/scaling.js';
import { median } from '../stats/median.js';
import { medianInterval } from '../stats/median-interval.js';
import type { Clock, Measure, Where } from '../types.js';
import { perState } from '../words/level-words.js';
import type { Answer, Lacking } from './answer.js';

type Of<T extends Measure['type']> = Extract<Measure, { type: T }>;
type Along = Of<'slope' | 'exponent'>;

/**
 * What was measured for one claim in one clock, a number per cell that fits; `rows` are those of the claim's
 * scenario. Clocks are never mixed. Empty where the run has no such cell.
 * @param tail another error on each side of intervals than 0.025
 */
export function measureClaim(
  measure: Exclude<Measure, Of<'not-measured'>>,
  clock: Clock,
  rows: readonly SummaryRow[],
  tail?: number,
): (Answer | Lacking)[] {
  const here = rows.filter((row) => row.clock === clock);
  switch (measure.type) {
    case 'cell': {
      const where = resolved(measure.where, measure.metric, here);
      return here
        .filter((row) => row.metric === measure.metric && matches(row, where))
        .map((row) => cellAnswer(row, tail));
    }
    case 'ratio':
      return ratios(measure, here, tail);
    default:
      return growths(measure, here, tail);
  }
}

function cellAnswer(of: SummaryRow, tail: number | undefined): Answer {
  const { unit, median: estimate, min, max, boots } = of;
  const interval = tail === undefined ? of.interval : medianInterval(bootMediansOf(of), tail);
  return { of, unit, estimate, interval, range: { low: min, high: max }, boots };
}

/** `highest` and `lowest` of an amount as the levels that the metric was measured at. */
function resolved(where: Where, metric: string, rows: readonly SummaryRow[]): Where {
  const ends = Object.entries(where).filter(([, level]) => level === 'highest' || level === 'lowest');
  const measured = rows.filter((row) => row.metric === metric);
  return {
    ...where,
    ...Object.fromEntries(
      ends.flatMap(([name, end]) => {
        const levels = levelsOf(measured, name).filter((level) => typeof level === 'number');
        return levels.length === 0 ? [] : [[name, levels.at(end === 'highest' ? -1 : 0)!]];
      }),
    ),
  };
}

/** A factor that both sides name may differ between them; in every other the two cells must agree. */
function ratios(
  { metric, over, under, underMetric = metric }: Of<'ratio'>,
  rows: readonly SummaryRow[],
  tail: number | undefined,
): (Answer | Lacking)[] {
  const [above, below] = [resolved(over, metric, rows), resolved(under, underMetric, rows)];
  const same = factorNames(rows).filter((name) => over[name] === undefined || under[name] === undefined);
  return groupBy(rows, same).flatMap((group) => {
    const dividends = group.filter((row) => row.metric === metric && matches(row, above));
    const divisors = group.filter((row) => row.metric === underMetric && matches(row, below));
    return dividends.flatMap((of) => divisors.map((divisor) => ratioAnswer(of, divisor, tail)));
  });
}

function ratioAnswer(of: SummaryRow, under: SummaryRow, tail: number | undefined): Answer | Lacking {
  const ratio = ratioEffect(of, under, true, tail);
  if (ratio === null) {
    return { of, lacking: 'no ratio: the divisor is 0', settle: 'a longer run, or a higher level' };
  }
  return { of, unit: 'ratio', ...ratio };
}

function growths(
  measure: Along,
  rows: readonly SummaryRow[],
  tail: number | undefined,
): (Answer | Lacking)[] {
  const others = factorNames(rows).filter((name) => name !== measure.by);
  const cells = rows.filter(
    (row) =>
      row.metric === measure.metric && levelOf(row, measure.by) !== undefined && matches(row, measure.where),
  );
  return groupBy(cells, others).map((group) => growthAnswer(measure, group, tail));
}

/** Levels that each of these takes. */
const NEEDS: Record<Along['type'], { noun: string; needed: number }> = {
  slope: { noun: 'a slope', needed: 2 },
  exponent: { noun: 'an exponent', needed: 4 },
};

function growthAnswer(
  measure: Along,
  levels: readonly SummaryRow[],
  tail: number | undefined,
): Answer | Lacking {
  const of = levels[0]!;
  const { noun, needed } = NEEDS[measure.type];
  const curves = growthByBoot(levels, measure.by).filter(({ points }) => points.length >= needed);
  if (curves.length === 0) {
    return {
      of,
      lacking: `${levels.length === 1 ? 'one level' : `${levels.length} levels`}; ${noun} needs ${needed}`,
      settle: `${needed} or more levels of ${measure.by} in this clock`,
    };
  }
  if (measure.type === 'exponent') {
    const exponents = curves.map(({ exponent }) => exponent!);
    return { ...acrossBoots(of, exponents, tail), unit: 'count' };
  }
  return {
    ...acrossBoots(
      of,
      curves.map(({ slope }) => slope),
      tail,
    ),
    unit: of.unit,
    per: perState(measure.by),
  };
}

function acrossBoots(
  of: SummaryRow,
  values: readonly number[],
  tail: number | undefined,
): Omit<Answer, 'unit'> {
  return {
    of,
    estimate: median(values),
    interval: medianInterval(values, tail),
    range: { low: Math.min(...values), high: Math.max(...values) },
    boots: values.length,
  };
}
