import { regularBeta } from './special.js';

/** P(F ≥ f) of Fisher's F distribution with `above` and `below` degrees of freedom, which need not be whole. */
export const fisherUpper = (f: number, above: number, below: number): number =>
  f <= 0 ? 1 : regularBeta(below / 2, above / 2, below / (below + above * f));

const HALVINGS = 80;

/** f with P(F ≥ f) = `share`, 0 < share < 1, by halving. */
export function fisherCritical(share: number, above: number, below: number): number {
  let [low, high] = [0, 1];
  while (fisherUpper(high, above, below) > share) high *= 2;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (fisherUpper(middle, above, below) > share) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * The noncentrality at which an F test at level `share` has this power, by Patnaik's approximation of the noncentral F
 * distribution by a central one. Source: Patnaik, "The non-central χ²- and F-distributions", Biometrika 36 (1949).
 */
export function noncentralityFor(power: number, share: number, above: number, below: number): number {
  const critical = fisherCritical(share, above, below);
  const seen = (lambda: number): number =>
    fisherUpper((critical * above) / (above + lambda), (above + lambda) ** 2 / (above + 2 * lambda), below);
  let [low, high] = [0, 1];
  while (seen(high) < power) high *= 2;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (seen(middle) < power) low = middle;
    else high = middle;
  }
  return high;
}
