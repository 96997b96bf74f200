import type { Clock, Unit } from '../types.js';

/** Divide a value of the base unit by `divisor` to read it in `label`. */
export interface Scale {
  divisor: number;
  label: string;
}

const TIMES: readonly Scale[] = [
  { divisor: 1e9, label: 's' },
  { divisor: 1e6, label: 'ms' },
  { divisor: 1e3, label: 'µs' },
  { divisor: 1, label: 'ns' },
];

/** The unit as a header says it, with the clock that times are counted by where it is not the wall's. */
export function unitWords(unit: string, clock: Clock): string {
  const time = TIMES.some(({ label }) => label === unit);
  return time && clock === 'instructions' ? `${unit} (instruction clock)` : unit;
}

/**
 * The readable unit for values about as large as `value` (base unit). Times go up at 1000, judged after
 * rounding to three digits so that 999.9 µs reads 1.00 ms; memory becomes MB (1024 kB, as the kernel and
 * QEMU count) from 10 MB on; shares become percent. Counts have no label.
 */
export function scaleFor(value: number, unit: Unit): Scale {
  const size = Math.abs(Number(value.toPrecision(3)));
  switch (unit) {
    case 'ns':
      return TIMES.find(({ divisor }) => size >= divisor) ?? TIMES.at(-1)!;
    case 'kB':
      return size >= 10 * 1024 ? { divisor: 1024, label: 'MB' } : { divisor: 1, label: 'kB' };
    case 'share':
      return { divisor: 0.01, label: '%' };
    case 'ratio':
      return { divisor: 1, label: '×' };
    case 'count':
      return { divisor: 1, label: '' };
  }
}

/** Smaller than this a number on a shared scale is no longer easy to read. */
const SMALLEST_SHARED = 0.001;

/**
 * One scale for a whole column: that of its largest value, which its header names once. `undefined` where its smallest value would
 * be printed with zeros alone in its first three decimals: there each value keeps a unit of its own.
 */
export function sharedScale(values: readonly number[], unit: Unit): Scale | undefined {
  const sizes = values.map(Math.abs).filter((size) => size > 0);
  if (sizes.length === 0) return scaleFor(0, unit);
  const scale = scaleFor(Math.max(...sizes), unit);
  return Math.min(...sizes) / scale.divisor < SMALLEST_SHARED ? undefined : scale;
}
