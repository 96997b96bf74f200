import type { Random } from './random.js';

/** Iterations of a boot, and their scatter inside of it, as a standard deviation of logarithms. */
export const ITERATIONS = 10;
export const WITHIN = 0.1;

/** A list of iterations for each boot, of two arms. */
export interface SimulatedArms {
  over: number[][];
  under: number[][];
}

/**
 * Log-normal latencies of two arms: each boot has a level of its own (standard deviation of logarithms
 * `spread`), shared by both arms if they are paired, and its iterations scatter about that. The true ratio of
 * the medians is `ratio`, the true median of `under` is 1.
 */
export function simulatedArms(
  random: Random,
  design: 'paired' | 'independent',
  boots: number,
  spread: number,
  ratio: number,
): SimulatedArms {
  const arms: SimulatedArms = { over: [], under: [] };
  for (let i = 0; i < boots; i++) {
    const level = spread * random.normal();
    const other = design === 'paired' ? level : spread * random.normal();
    arms.over.push(boot(random, Math.log(ratio) + level));
    arms.under.push(boot(random, other));
  }
  return arms;
}

const boot = (random: Random, level: number): number[] =>
  Array.from({ length: ITERATIONS }, () => Math.exp(level + WITHIN * random.normal()));
