/**
 * p values adjusted for their number by Holm's step-down method, in input order: comparing each with 0.05
 * keeps the chance of one or more false rejections among them at 5 %, whatever their dependence. Never below
 * the p given, at most 1; none gives none. Throws RangeError for a p outside 0 to 1.
 * Source: Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics
 * 6 (1979).
 */
export function holm(ps: readonly number[]): number[] {
  for (const p of ps) if (!(p >= 0 && p <= 1)) throw new RangeError(`p value ${p} is not within 0 to 1`);
  const ascending = ps.map((_, index) => index).sort((a, b) => ps[a]! - ps[b]!);
  const adjusted = new Array<number>(ps.length);
  let least = 0;
  ascending.forEach((index, place) => {
    least = Math.max(least, Math.min(1, (ps.length - place) * ps[index]!));
    adjusted[index] = least;
  });
  return adjusted;
}
