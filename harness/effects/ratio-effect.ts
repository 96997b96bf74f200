import { pairBoots } from '../cells/pairing.js';
import type { SummaryRow } from '../cells/summary-row.js';
import type { Interval } from '../stats/interval.js';
import { type RatioDesign, ratioOfBoots } from '../stats/ratio.js';

/** How many times one cell is another, and what bears it. No unit. */
export interface RatioEffect {
  estimate: number;
  /** Across boots; of use on the wall clock alone. */
  interval: Interval;
  /** Smallest and largest of single boots; of independent boots, of any two. */
  range: { low: number; high: number };
  boots: number;
}

/**
 * How many times one cell's boots are another's: in pairs where the same boots measured both. Null where the divisor of one boot is
 * not above 0. `tail`: another error on each side of the interval than 0.025.
 */
export function ratioEffect(
  over: SummaryRow,
  under: SummaryRow,
  sameRun = true,
  tail?: number,
): RatioEffect | null {
  const arms = pairBoots(over, under, sameRun);
  const [above, below] = [arms.over, arms.under].map((boots) => boots.map((boot) => boot.median)) as [
    number[],
    number[],
  ];
  if (below.some((value) => value <= 0)) return null;
  return {
    ...ratioOfBoots(above, below, arms.design, tail),
    range: rangeOf(above, below, arms.design),
    boots: Math.min(above.length, below.length),
  };
}

function rangeOf(over: readonly number[], under: readonly number[], design: RatioDesign) {
  if (design === 'paired') {
    const ratios = over.map((value, i) => value / under[i]!);
    return { low: Math.min(...ratios), high: Math.max(...ratios) };
  }
  return {
    low: Math.min(...over) / Math.max(...under),
    high: Math.max(...over) / Math.min(...under),
  };
}
