import type { SummaryRow } from '../cells/summary-row.js';
import type { Unit } from '../types.js';
import { type Scale, scaleFor } from './scale.js';

/** Whole numbers with a comma between thousands, everywhere alike: the machine's locale has no say. */
export function groupThousands(digits: string): string {
  if (digits.length < 4) return digits;
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/**
 * Three significant digits; the whole part is never shortened: 2.58, 86.3, 310, 12,346. Whole numbers
 * are printed as they are, without decimals, when `whole` is set. Below 1e-6 (what is left of a slope that
 * should be 0) in exponents.
 */
export function threeDigits(value: number, whole = false): string {
  if (value === 0 || (whole && Number.isInteger(value))) return signed(value, 0);
  const size = Math.abs(value);
  if (size < 1e-6 || size >= 1e21) return value.toExponential(2).replaceAll('-', '−');
  const exponent = Math.floor(Math.log10(Number(size.toPrecision(3))));
  return signed(value, Math.max(0, 2 - exponent));
}

/** `2.58 ms`, `310 ms`, `1,936 MB`, `4,017`, `29.1 %`, `17.2×`. */
export function formatValue(value: number, unit: Unit): string {
  const scale = scaleFor(value, unit);
  return withLabel(scaled(value, scale, unit), scale);
}

/**
 * The median and how far it can be trusted, all in one unit: `86.3 [86.1–86.5] ms` with the interval where one
 * exists, `86.3 (86.1–86.5) ms` with the range over boots where not, `86.3 ms` of a single boot. Bounds that
 * print alike stand once.
 */
export function formatSpread(row: SummaryRow): string {
  const scale = scaleFor(row.median, row.unit);
  return withLabel(spreadIn(row, scale), scale);
}

/** The same without its unit, on a scale that a whole column shares and its header names. */
export function spreadIn(row: SummaryRow, scale: Scale): string {
  const text = (value: number) => scaled(value, scale, row.unit);
  const bounds = (low: string, high: string) => (low === high ? low : `${low}–${high}`);
  const { interval } = row;
  if (interval.kind === 'interval') {
    return `${text(row.median)} [${bounds(text(interval.low), text(interval.high))}]`;
  }
  const range = row.boots > 1 ? ` (${bounds(text(row.min), text(row.max))})` : '';
  return text(row.median) + range;
}

/** An estimate and its bounds in one unit: `16.8 (16.7–16.9)×`, `5.31 [4.90–5.72] ms`. */
export function formatWithin(
  estimate: number,
  { low, high }: { low: number; high: number },
  unit: Unit,
  brackets: '()' | '[]',
): string {
  const scale = scaleFor(estimate, unit);
  const [from, to] = [low, high].map((value) => scaled(value, scale, unit));
  const bounds = from === to ? from : `${from}–${to}`;
  return withLabel(`${scaled(estimate, scale, unit)} ${brackets[0]}${bounds}${brackets[1]}`, scale);
}

/** What the brackets of `formatSpread` mean, to stand below a table. */
export const SPREAD_NOTE =
  'Median of the boots’ medians; in [ ] its distribution-free 95 % confidence interval; in ( ) the smallest and ' +
  'largest boot where there are fewer boots than an interval needs. Bounds that print alike stand once. – where ' +
  'nothing was measured.';

/** A share as percent, three digits: `0.312 %`. */
export function formatPercent(share: number): string {
  return `${threeDigits(share * 100)} %`;
}

function scaled(value: number, scale: Scale, unit: Unit): string {
  return threeDigits(value / scale.divisor, unit === 'count' || scale.label === 'kB');
}

/** A number as text, with the label of its scale: `2.58 ms`, `17.2×`, `4,017`. */
export function withLabel(text: string, { label }: Pick<Scale, 'label'>): string {
  if (label === '') return text;
  return label === '×' ? `${text}×` : `${text} ${label}`;
}

function signed(value: number, decimals: number): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.');
  const sign = value < 0 ? '−' : '';
  return sign + groupThousands(whole!) + (fraction === undefined ? '' : `.${fraction}`);
}
