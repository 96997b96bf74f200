/**
 * Median of numbers that may be reordered: the inner step of resampling, where a copy and a general sort a
 * time would be most of the cost. At least one value; none may be NaN.
 */
export function medianInPlace(values: Float64Array): number {
  const n = values.length;
  if (n > 64) values.sort();
  else {
    for (let i = 1; i < n; i++) {
      const value = values[i]!;
      let j = i - 1;
      for (; j >= 0 && values[j]! > value; j--) values[j + 1] = values[j]!;
      values[j + 1] = value;
    }
  }
  const middle = n >> 1;
  return n % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
}
