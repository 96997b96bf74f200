import type { SummaryRow } from '../cells/summary-row.js';
import type { Interval } from '../stats/interval.js';
import type { Unit } from '../types.js';

/** A measure's number in one cell, in one clock, and how far boots and intervals bear it. */
export interface Answer {
  /** A cell that says, by its factors, what the number is of. */
  of: SummaryRow;
  /** Of `estimate` and all bounds. */
  unit: Unit;
  estimate: number;
  /** Across boots: what carries the inference on the wall clock. */
  interval: Interval;
  /** Smallest and largest of what single boots say: what the instruction clock is judged by. */
  range: { low: number; high: number };
  boots: number;
  /** Said after the number: `per rule`. */
  per?: string;
}

/** A cell in which the measure has no number, and why. */
export interface Lacking {
  of: SummaryRow;
  lacking: string;
  /** What would give it one. */
  settle: string;
}
