import type { Measurement } from '../types.js';

const METRICS: readonly [field: string, metric: string][] = [
  ['MemFree', 'mem_free'],
  ['MemAvailable', 'mem_available'],
  ['Slab', 'slab'],
  ['SUnreclaim', 's_unreclaim'],
  ['Percpu', 'percpu'],
];

/** Kernels before 4.20 do not have them. */
const OPTIONAL = new Set(['Percpu']);

/** Memory metrics in kB from the text of /proc/meminfo. */
export function memoryMeasurements(meminfo: string, iteration = 0): Measurement[] {
  const fields = new Map<string, number>();
  for (const [, field, kb] of meminfo.matchAll(/^([^\s:]+):\s+(\d+) kB$/gm)) fields.set(field!, Number(kb));
  return METRICS.flatMap(([field, metric]) => {
    const value = fields.get(field);
    if (value !== undefined) return [{ metric, iteration, value }];
    if (OPTIONAL.has(field)) return [];
    throw new Error(`/proc/meminfo has no field ${field}`);
  });
}
