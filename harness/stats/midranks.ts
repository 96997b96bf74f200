export interface Midranks {
  /** Twice the rank of each value, in input order: whole numbers even where ties share a mean rank. */
  doubled: number[];
  /** How many values share each tied rank; untied values are not listed. */
  ties: number[];
}

/** Ranks from 1, least value first; equal values share the mean of their ranks. Values must not be NaN. */
export function midranks(values: readonly number[]): Midranks {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const doubled = new Array<number>(values.length);
  const ties: number[] = [];
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end += 1;
    for (let i = start; i < end; i++) doubled[order[i]!] = start + 1 + end;
    if (end - start > 1) ties.push(end - start);
    start = end;
  }
  return { doubled, ties };
}
