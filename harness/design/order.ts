import { unsafeUniformIntDistribution } from 'pure-rand/distribution/UnsafeUniformIntDistribution';
import { xoroshiro128plus } from 'pure-rand/generator/XoroShiro';
import type { Trial } from '../types.js';

/** A new array in seeded random order (Fisher–Yates over xoroshiro128+): same seed, same order. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const generator = xoroshiro128plus(seed);
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = unsafeUniformIntDistribution(0, i, generator);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

/** A seed of its own for each purpose, from one seed and the purpose's words (FNV-1a, 32 bits). */
export function derivedSeed(seed: number, ...words: (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}\0${words.join('\0')}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193);
  }
  return hash | 0;
}

/** What an order within a boot depends on. */
export type OrderedTrial = Pick<Trial, 'seed' | 'mirrored'>;

/**
 * The order in which a boot takes its treatments. Boots of the wall clock have seeds, and so orders, of their own. Those of the
 * instruction clock share a seed, and every other one goes backwards (ABC, CBA): what place in the order does to a figure is seen as
 * a difference between them, and does not hide in all of them.
 * @param words what is ordered, unique in the trial
 */
export function treatmentOrder<T>(
  items: readonly T[],
  trial: OrderedTrial,
  ...words: (string | number)[]
): T[] {
  const order = shuffled(items, derivedSeed(trial.seed, ...words));
  return trial.mirrored === true ? order.reverse() : order;
}

/**
 * Every treatment once in each of `iterations` rounds, each round in a random order of its own: neither
 * drift nor position favours a treatment.
 */
export function interleaved<T>(
  treatments: readonly T[],
  iterations: number,
  trial: OrderedTrial,
  ...words: (string | number)[]
): { treatment: T; iteration: number }[] {
  const seed = words.length === 0 ? trial.seed : derivedSeed(trial.seed, ...words);
  return Array.from({ length: iterations }, (_, iteration) =>
    treatmentOrder(treatments, { ...trial, seed }, iteration).map((treatment) => ({ treatment, iteration })),
  ).flat();
}
