/**
 * Compares two texts with runs of digits taken as numbers, so that kernel 5.10 follows 5.4 and a variant
 * 7.1.0 follows 6.1.0. A total order that knows no locale: texts that differ never compare as 0.
 */
export function naturalOrder(a: string, b: string): number {
  const left = a.split(/(\d+)/);
  const right = b.split(/(\d+)/);
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const [x, y] = [left[i]!, right[i]!];
    // Odd places hold the digits, since split keeps what its group captured.
    const order = i % 2 === 1 ? Number(x) - Number(y) : codeUnitOrder(x, y);
    if (order !== 0) return order;
  }
  return left.length - right.length || codeUnitOrder(a, b);
}

function codeUnitOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** By code units: what sorts ids and times in ISO 8601. */
export function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
