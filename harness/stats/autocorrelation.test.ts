import assert from 'node:assert/strict';
import { autocorrelation } from './autocorrelation.js';
import { near, reference } from './reference.testing.js';

const fixture = reference<{ autocorrelation: { late: number[]; values: number[] } }>('scipy').autocorrelation;
const places = fixture.late.flatMap((isLate, i) => (isLate ? [i] : []));

describe('autocorrelation', () => {
  it('agrees with the products summed in NumPy', () => {
    const values = autocorrelation(places, fixture.late.length, 20);
    fixture.values.forEach((value, lag) => {
      near(values[lag]!, value, `lag ${lag}`);
    });
  });

  it('is 0 where nothing varies', () => {
    assert.deepEqual([...autocorrelation([], 9, 2)], [0, 0, 0]);
    assert.deepEqual([...autocorrelation([0, 1, 2], 3, 2)], [0, 0, 0]);
  });
});
