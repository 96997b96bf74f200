import assert from 'node:assert/strict';
import type { Step } from '../types.js';

/** The step of this title, which must be there. */
export function titled(steps: readonly Step[], title: string): Step {
  const step = steps.find((one) => one.title === title);
  assert.ok(step, title);
  return step;
}

/** The lines of a step's schedules, in the step's order; of one alone where its path is given. */
export const scheduled = ({ files = {} }: Step, path?: string): string[] =>
  (path === undefined ? Object.values(files).join('') : files[path]!).trimEnd().split('\n');

/** Steps of these titles are all there, in this order. */
export function assertOrder(steps: readonly Step[], due: readonly string[]): void {
  const places = due.map((title) => steps.findIndex((step) => step.title === title));
  assert.ok(!places.includes(-1), due[places.indexOf(-1)]);
  assert.deepEqual(
    places,
    [...places].sort((a, b) => a - b),
  );
}

const COLUMNS =
  'sequence,label,iteration,count,start_ns,duration_ns,exit,user_us,system_us,minor_faults,major_faults,max_rss_kb';

/** What `spawn-time` prints of spawns of this label, an iteration each. */
export const spawned = (
  label: string,
  ...spawns: readonly [start: number, duration: number, exit?: number][]
): string =>
  spawns
    .map(([start, duration, exit = 0], i) => `${i},${label},${i},,${start},${duration},${exit},0,0,0,0,0\n`)
    .reduce((text, row) => text + row, `${COLUMNS}\n`);
