import type { Metric } from '../types.js';

/** The metric for people; its name where the scenario does not describe it. */
export function metricTitle(metrics: readonly Metric[], name: string): string {
  return metrics.find((metric) => metric.name === name)?.title ?? name;
}
