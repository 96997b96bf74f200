import assert from 'node:assert/strict';
import { bestDivision } from './energy-division.js';
import { near, reference } from './reference.testing.js';

interface Case {
  series: number[];
  least: number;
  index: number;
  value: number;
}
const { divisions } = reference<{ divisions: Case[] }>('scipy');

describe('bestDivision', () => {
  it('agrees with every division tried in Python', () => {
    for (const { series, least, index, value } of divisions) {
      const division = bestDivision(Float64Array.from(series), least);
      assert.equal(division?.index, index);
      near(division!.value, value);
    }
  });

  it('has nothing to say of fewer than two parts', () => {
    assert.equal(bestDivision(Float64Array.of(1, 2, 3, 4, 5), 3), null);
    assert.equal(bestDivision(new Float64Array(0), 3), null);
    assert.equal(bestDivision(Float64Array.of(1, 1, 9, 9), 1)?.index, 2);
  });
});
