import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Measurement } from '../../harness/index.js';
import scenario from './scenario.js';

/** What a guest of kernel 6.1 printed: `exact-…` on the instruction clock, `real-…` on the wall clock. */
export const recorded = (name: string): string =>
  readFileSync(new URL(`./fixtures/${name}.out`, import.meta.url), 'utf8');

/** Values by metric, of metrics that the scenario has. */
export function valuesOf(measurements: readonly Measurement[]): Record<string, number> {
  const known = scenario.metrics.map(({ name }) => name);
  for (const { metric } of measurements) assert.ok(known.includes(metric), metric);
  return Object.fromEntries(measurements.map(({ metric, value }) => [metric, value]));
}
