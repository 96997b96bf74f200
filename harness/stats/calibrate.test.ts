import assert from 'node:assert/strict';
import { type CalibrationRow, calibrate } from './calibrate.testing.js';

describe('calibrate', function () {
  this.timeout(60_000);
  const rows = calibrate(7, 200, [6, 10], [0.3]);
  const shares = (what: string): number[] => {
    const found = rows.filter((row) => row.what.startsWith(what)).map(({ measured }) => measured);
    assert.ok(found.length >= 2, what);
    return found;
  };

  it('keeps what tests and intervals promise', () => {
    const missed = rows.filter(({ wanted, measured }) => {
      if (wanted === '<= 5 %') return measured > 0.1;
      return wanted !== 'reported' && measured < 0.89;
    });
    assert.deepEqual(missed, []);
  });

  it('shows how pooled iterations mislead, and that ten boots see more than six', () => {
    for (const share of shares('A/A, wrongly')) assert.ok(share > 0.25 && share < 0.75, `${share}`);
    const [six, ten] = shares('power: exchanged labels, one of 10 cells is 1.5');
    assert.ok(six! < ten!);
  });

  it('covers all questions at each setting, and says what each row is about', () => {
    const of = (boots: number) =>
      rows.filter((row) => row.boots === boots).map(({ what, design }) => what + design);
    // Looks begin at six boots: what is asked of them stands there alone.
    assert.deepEqual(
      of(6).filter((what) => !/looks of --until|answer of six/.test(what)),
      of(10),
    );
    assert.equal(new Set(of(6)).size, of(6).length);
    for (const { measured, low, high, spread } of rows)
      assert.ok(low <= measured && measured <= high && spread === 0.3);
  });

  it('follows from its seed', () => {
    const small = (seed: number): CalibrationRow[] => calibrate(seed, 20, [6], [0.1]);
    assert.deepEqual(small(1), small(1));
    assert.notDeepEqual(small(1), small(2));
  });
});
