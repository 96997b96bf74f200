import type { Measurement, Metric } from '../types.js';

/** Each with the field of /proc/meminfo it is, which is its title too. */
export const MEMORY_METRICS: readonly Metric[] = [
  { name: 'mem_free', unit: 'kB', better: 'higher', title: 'MemFree' },
  { name: 'mem_available', unit: 'kB', better: 'higher', title: 'MemAvailable' },
  { name: 'slab', unit: 'kB', better: 'lower', title: 'Slab' },
  { name: 's_unreclaim', unit: 'kB', better: 'lower', title: 'SUnreclaim' },
  { name: 'percpu', unit: 'kB', better: 'lower', title: 'Percpu' },
];

/** Kernels before 4.20 do not have them. */
const OPTIONAL = new Set(['Percpu']);

/** Memory metrics in kB from the text of /proc/meminfo. */
export function memoryMeasurements(meminfo: string, iteration = 0): Measurement[] {
  const fields = new Map<string, number>();
  for (const [, field, kb] of meminfo.matchAll(/^([^\s:]+):\s+(\d+) kB$/gm)) fields.set(field!, Number(kb));
  return MEMORY_METRICS.flatMap(({ name: metric, title: field }) => {
    const value = fields.get(field);
    if (value !== undefined) return [{ metric, iteration, value }];
    if (OPTIONAL.has(field)) return [];
    throw new Error(`/proc/meminfo has no field ${field}`);
  });
}
