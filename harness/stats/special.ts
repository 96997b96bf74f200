import { compiled, incbet, incbi, ndtr, ndtri } from 'cephes';

// The functions are WebAssembly; once it is compiled they are ordinary, synchronous ones.
await compiled;

/** P(Z ≤ z) of the standard normal distribution. Source: Moshier, Cephes Mathematical Library. */
export const normalCdf = (z: number): number => ndtr(z);

/** z with P(Z ≤ z) = `share`, 0 < share < 1. */
export const normalQuantile = (share: number): number => ndtri(share);

/** Regularised incomplete beta function I_x(a, b), a and b above 0. */
export const regularBeta = (a: number, b: number, x: number): number => incbet(a, b, x);

/** P(T ≤ t) of Student's t distribution; `df` above 0 need not be whole (Welch). */
export function studentCdf(t: number, df: number): number {
  if (!Number.isFinite(t)) return t > 0 ? 1 : 0;
  const tail = incbet(df / 2, 0.5, df / (df + t * t)) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** t with P(T ≤ t) = `share`, 0 < share < 1; `df` above 0 need not be whole. */
export function studentQuantile(share: number, df: number): number {
  const tail = Math.min(share, 1 - share);
  if (tail === 0.5) return 0;
  // t² = df·(1 − x) / x with x of the beta distribution; near the middle 1 − x cancels unless had directly.
  let square: number;
  if (tail < 0.25) {
    const x = incbi(df / 2, 0.5, 2 * tail);
    square = (df * (1 - x)) / x;
  } else {
    const rest = incbi(0.5, df / 2, 1 - 2 * tail);
    square = (df * rest) / (1 - rest);
  }
  return Math.sign(share - 0.5) * Math.sqrt(square);
}
