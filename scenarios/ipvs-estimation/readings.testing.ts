import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Levels, Measurement } from '../../harness/index.js';
import scenario from './scenario.js';

/** What a guest printed: `exact-` on the instruction clock, `real-` on the wall clock. Figures that tests expect of it were counted by awk and sort. */
export const fixture = (name: string): string =>
  readFileSync(new URL(`./fixtures/${name}.out`, import.meta.url), 'utf8');

const known = new Set(scenario.metrics.map(({ name }) => name));

/** Values by metric, in order; each must be a metric that the scenario has, and of these levels. */
export function valuesOf(all: readonly Measurement[], levels: Levels = {}): Record<string, number[]> {
  const values: Record<string, number[]> = {};
  for (const { metric, value, factors } of all) {
    assert.ok(known.has(metric), metric);
    assert.deepEqual({ ...factors, ...levels }, { ...factors }, metric);
    values[metric] = [...(values[metric] ?? []), value];
  }
  return values;
}

/** The one value of each metric. */
export function onlyOf(all: readonly Measurement[], levels: Levels = {}): Record<string, number> {
  const values = Object.entries(valuesOf(all, levels));
  for (const [metric, { length }] of values) assert.equal(length, 1, metric);
  return Object.fromEntries(values.map(([metric, [value]]) => [metric, value!]));
}
