/**
 * p values adjusted for their number by the step-down maxT method: the share of relabelled experiments in which the largest of the
 * statistics at or below this one's rank is as large. Since the statistics of one experiment are relabelled together, what they
 * share is used, and the chance of one or more false rejections at `p ≤ 0.05` is at most 5 %.
 * @param observed one statistic a cell, larger is further from the null; may be infinite
 * @param relabelled statistics of the same cells under each relabelling, the experiment itself among them; asked for one after the
 *   other and not kept, so that all may be one array
 * @returns p values in the order of the cells
 * Source: Westfall and Young, "Resampling-Based Multiple Testing", 1993, 4.1; Ge, Dudoit and Speed, Test 12 (2003).
 */
export function stepDownP(observed: readonly number[], relabelled: Iterable<ArrayLike<number>>): number[] {
  const cells = observed.map((_, cell) => cell);
  const descending = Int32Array.from(cells.sort((a, b) => observed[b]! - observed[a]!));
  // Sums in another order differ in the last digit.
  const bounds = Float64Array.from(observed, (statistic) => statistic * (1 - 1e-9));
  const asLarge = new Float64Array(observed.length);
  let count = 0;
  for (const statistics of relabelled) {
    count += 1;
    let largest = 0;
    for (let rank = descending.length - 1; rank >= 0; rank--) {
      const cell = descending[rank]!;
      largest = Math.max(largest, statistics[cell]!);
      if (largest >= bounds[cell]!) asLarge[cell] = asLarge[cell]! + 1;
    }
  }
  const adjusted = observed.map(() => 1);
  let least = 0;
  for (const cell of descending) {
    least = Math.max(least, asLarge[cell]! / count);
    adjusted[cell] = least;
  }
  return adjusted;
}
