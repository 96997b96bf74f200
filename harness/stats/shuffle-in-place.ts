import type { Random } from './random.js';

/** Puts the values from `start` to before `end` in random order (Fisher–Yates). */
export function shuffleInPlace(values: Float64Array, random: Random, start = 0, end = values.length): void {
  for (let i = end - 1; i > start; i--) {
    const j = start + random.below(i - start + 1);
    const kept = values[i]!;
    values[i] = values[j]!;
    values[j] = kept;
  }
}
