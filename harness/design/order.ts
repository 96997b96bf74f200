import * as prand from 'pure-rand';

/** A new array in seeded random order (Fisher–Yates over xoroshiro128+): same seed, same order. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const generator = prand.xoroshiro128plus(seed);
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = prand.unsafeUniformIntDistribution(0, i, generator);
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

/**
 * Every treatment once in each of `iterations` rounds, each round in a random order of its own: neither
 * drift nor position favours a treatment.
 */
export function interleaved<T>(
  treatments: readonly T[],
  iterations: number,
  seed: number,
): { treatment: T; iteration: number }[] {
  return Array.from({ length: iterations }, (_, iteration) =>
    shuffled(treatments, derivedSeed(seed, iteration)).map((treatment) => ({ treatment, iteration })),
  ).flat();
}
