import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SummaryRow } from '../cells/summary-row.js';
import { formatPercent, formatSpread, formatValue, threeDigits } from './format.js';
import { scaleFor, unitWords } from './scale.js';

const row: SummaryRow = {
  clock: 'wall',
  scenario: 's',
  kernel: '6.1',
  possibleCpus: 2,
  memoryMb: 2048,
  factors: {},
  metric: 'm',
  unit: 'ns',
  boots: 3,
  iterations: 30,
  median: 86_300_000,
  interval: { kind: 'insufficient', need: 6 },
  min: 900_000,
  max: 1_086_500_000,
  samples: [],
};

describe('formatValue', () => {
  it('picks the unit of a time by its size', () => {
    const times: [number, string][] = [
      [0, '0 ns'],
      [0.5, '0.500 ns'],
      [45, '45.0 ns'],
      [1930, '1.93 µs'],
      [310e6, '310 ms'],
      [10_060_487_000, '10.1 s'],
      [1_234_567e9, '1,234,567 s'],
      [-2.5e6, '−2.50 ms'],
    ];
    for (const [value, text] of times) assert.equal(formatValue(value, 'ns'), text);
  });

  it('goes up a unit when rounding reaches it', () => {
    assert.equal(formatValue(999.4, 'ns'), '999 ns');
    assert.equal(formatValue(999.6, 'ns'), '1.00 µs');
    assert.equal(formatValue(999_700_000, 'ns'), '1.00 s');
  });

  it('prints every time with a unit of time', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        assert.match(formatValue(value, 'ns'), / (ns|µs|ms|s)$/);
      }),
    );
  });

  it('names the clock in a header where it is not the wall’s, of times alone', () => {
    assert.equal(unitWords('ns', 'instructions'), 'ns (instruction clock)');
    assert.equal(unitWords('ns', 'wall'), 'ns');
    assert.equal(unitWords('kB', 'instructions'), 'kB');
  });

  it('words memory, counts, shares and ratios', () => {
    assert.equal(formatValue(6800, 'kB'), '6,800 kB');
    assert.equal(formatValue(12, 'kB'), '12 kB');
    assert.equal(formatValue(1_981_960, 'kB'), '1,936 MB');
    assert.equal(formatValue(4017, 'count'), '4,017');
    assert.equal(formatValue(7, 'count'), '7');
    assert.equal(formatValue(12.5, 'count'), '12.5');
    assert.equal(formatValue(0.291, 'share'), '29.1 %');
    assert.equal(formatValue(17.23, 'ratio'), '17.2×');
  });
});

describe('threeDigits', () => {
  it('keeps the whole part and three digits', () => {
    assert.equal(threeDigits(9.999), '10.0');
    assert.equal(threeDigits(0.001234), '0.00123');
    assert.equal(threeDigits(-1.234e-17), '−1.23e−17');
    assert.equal(threeDigits(12345.6), '12,346');
    assert.equal(formatPercent(0.00312), '0.312 %');
  });
});

describe('formatSpread', () => {
  it('keeps one unit for the median and its bounds', () => {
    assert.equal(formatSpread(row), '86.3 (0.900–1,087) ms');
  });

  it('shows the interval where one exists and no range of one boot', () => {
    const interval = { kind: 'interval', low: 86.1e6, high: 86.5e6, coverage: 0.97 } as const;
    assert.equal(formatSpread({ ...row, interval, clock: 'instructions' }), '86.3 [86.1–86.5] ms');
    assert.equal(formatSpread({ ...row, boots: 1 }), '86.3 ms');
    assert.equal(formatSpread({ ...row, min: 86.31e6, max: 86.32e6 }), '86.3 (86.3) ms');
  });
});

describe('scaleFor', () => {
  it('changes nothing but the unit', () => {
    assert.deepEqual(scaleFor(20_480, 'kB'), { divisor: 1024, label: 'MB' });
    assert.deepEqual(scaleFor(3e6, 'ns'), { divisor: 1e6, label: 'ms' });
    assert.deepEqual(scaleFor(0.5, 'share'), { divisor: 0.01, label: '%' });
  });
});
