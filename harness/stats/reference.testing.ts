import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Interval } from './interval.js';

/** Values made by R and by SciPy; each file says by which command. */
export function reference<T>(name: 'r' | 'scipy'): T {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as T;
}

/** Equal but for rounding: a relative error, or near 0 an absolute one, of 1e-9 at most. */
export function near(actual: number, expected: number, what = '', tolerance = 1e-9): void {
  const allowed = tolerance * Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(actual - expected) <= allowed, `${what} ${actual} is not ${expected}`);
}

/** The interval itself; fails where there is none. */
export function ends(interval: Interval): { low: number; high: number; coverage: number } {
  if (interval.kind !== 'interval') return assert.fail(`no interval; ${interval.need} are needed`);
  return interval;
}

export const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
