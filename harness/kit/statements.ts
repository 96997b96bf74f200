import type { Claim, Measure, ScalingModelName } from '../types.js';
import { above, below, between, claimsOf } from './declare.js';

/**
 * Claims of one source, each read as a sentence: `wrote('C1', 'it doubles').by(ratio(…), 'about 2').above(1.5)`. They are what
 * `claimsOf` gives.
 */
export const statementsOf = (source: string) => {
  const { shape, absolute } = claimsOf(source);
  return (id: string, statement: string) => ({
    by: (measure: Measure, published = '–') => ({
      above: (bound: number): Claim => shape(id, statement, measure, above(bound), published),
      below: (bound: number): Claim => shape(id, statement, measure, below(bound), published),
      between: (low: number, high: number): Claim =>
        shape(id, statement, measure, between(low, high), published),
      /** Of a growth. */
      oneOf: (...models: ScalingModelName[]): Claim =>
        shape(id, statement, measure, { is: 'one of', models }, published),
      /** What is measured is set beside the published figure alone. */
      notJudged: (): Claim => absolute(id, statement, measure, published),
    }),
  });
};
