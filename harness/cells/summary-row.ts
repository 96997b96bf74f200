import type { MedianInterval } from '../stats/median-interval.js';
import type { Factors, Unit } from '../types.js';
import type { BootSample } from './samples.js';

/** One boot of a cell, reduced to its median. */
export interface SummarisedBoot extends BootSample {
  median: number;
}

/** One cell: every factor and a metric, summarised over its boots. Values in the metric's base unit. */
export interface SummaryRow extends Factors {
  metric: string;
  unit: Unit;
  /** Boots: the unit of replication. */
  boots: number;
  /** Iterations of all boots together; only counted, never pooled. */
  iterations: number;
  /** Median of the boots' medians. */
  median: number;
  interval: MedianInterval;
  /** Smallest and largest of the boots' medians. */
  min: number;
  max: number;
  /** One per boot, in order of block and boot: what can be paired with the same boots of another cell. */
  samples: readonly SummarisedBoot[];
}

/** The medians of a cell's boots, ascending. */
export const bootMediansOf = ({ samples }: Pick<SummaryRow, 'samples'>): number[] =>
  samples.map(({ median }) => median).sort((a, b) => a - b);
