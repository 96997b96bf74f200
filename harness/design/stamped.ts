import type { Levels, Measurement } from '../types.js';

/** Measurements with more factors; what one has already stays. */
export const stamped = (measurements: readonly Measurement[], factors: Levels): Measurement[] =>
  measurements.map((one) => ({ ...one, factors: { ...factors, ...one.factors } }));
