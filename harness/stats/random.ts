import { xoroshiro128plus } from 'pure-rand/generator/XoroShiro';

/** A stream of random numbers that follows from its seed alone. Each call moves it on. */
export interface Random {
  /** In the open interval (0, 1), 53 bits. */
  uniform(): number;
  /** A whole number from 0 to n − 1; n from 1 to 2^32. */
  below(n: number): number;
  /** Of mean 0 and standard deviation 1. */
  normal(): number;
}

const TWO_TO_32 = 2 ** 32;

/**
 * Random numbers of xoroshiro128+ (Blackman and Vigna 2018): same seed, same numbers. `seed` is taken as
 * 32 bits. `below` scales 32 bits and does not reject: its bias is below n / 2^32. `normal` is the polar
 * method of Marsaglia and Bray, "A convenient method for generating normal variables", SIAM Review 6 (1964).
 */
export function seededRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  // The first outputs of neighbouring seeds differ in a few bits only.
  for (let i = 0; i < 64; i++) generator.unsafeNext();
  const bits = (): number => generator.unsafeNext() >>> 0;
  const uniform = (): number => ((bits() >>> 5) * 67108864 + (bits() >>> 6) + 0.5) / 2 ** 53;
  let spare: number | undefined;
  return {
    uniform,
    below: (n) => Math.floor((bits() / TWO_TO_32) * n),
    normal: () => {
      if (spare !== undefined) {
        const kept = spare;
        spare = undefined;
        return kept;
      }
      for (;;) {
        const u = 2 * uniform() - 1;
        const v = 2 * uniform() - 1;
        const square = u * u + v * v;
        if (square >= 1 || square === 0) continue;
        const scale = Math.sqrt((-2 * Math.log(square)) / square);
        spare = v * scale;
        return u * scale;
      }
    },
  };
}
