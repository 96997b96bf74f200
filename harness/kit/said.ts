import type { Claim, Condition, Measure } from '../types.js';
import { claimsOf } from './declare.js';

/** A claim that is being written: what it says is said, how it is measured is not. */
export interface Said {
  /** The published figure, in the words of its source; – where it had none. */
  published: (figure: string) => Said;
  /** Ends a shape: what must hold of what. */
  holds: (measure: Measure, condition: Condition) => Claim;
  /** Ends an absolute figure, which is set beside the published one and never judged. */
  absolute: (measure: Measure) => Claim;
}

/** Claims of one source as sentences, with its figure where they have none of their own: `says('C1', 'it grows').published('twice').holds(slope('late', 'rules'), above(0))`. */
export const saidBy = (source: string, figure = '–') => {
  const { shape, absolute } = claimsOf(source);
  const said = (id: string, statement: string, published: string): Said => ({
    published: (text) => said(id, statement, text),
    holds: (measure, condition) => shape(id, statement, measure, condition, published),
    absolute: (measure) => absolute(id, statement, measure, published),
  });
  return (id: string, statement: string): Said => said(id, statement, figure);
};
