import type { StepDraft } from '../design/numbered.js';
import type { Metric } from '../types.js';

/** A step that measures, ready to be put into a sweep, and the metrics that it gives. */
export interface Probe<Words extends readonly unknown[] = []> {
  metrics: Metric[];
  step: (...words: Words) => StepDraft;
}

/** A time that is better when it is lower. */
export const timeMetric = (name: string, title: string): Metric => ({
  ...{ name, unit: 'ns', better: 'lower', title },
});
