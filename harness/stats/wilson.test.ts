import assert from 'node:assert/strict';
import { near } from './reference.testing.js';
import { wilson } from './wilson.js';

describe('wilson', () => {
  // R: prop.test(8, 10, correct = FALSE)$conf.int and prop.test(0, 20, correct = FALSE)$conf.int.
  it('agrees with prop.test of R', () => {
    near(wilson(8, 10).low, 0.49016247153664);
    near(wilson(8, 10).high, 0.943317848545625);
    assert.equal(wilson(0, 20).low, 0);
    near(wilson(0, 20).high, 0.161125158052819);
  });

  it('widens with the confidence', () => {
    assert.ok(wilson(8, 10, 0.999).low < wilson(8, 10).low);
  });

  it('mirrors, and refuses what is no share', () => {
    near(wilson(3, 9).low, 1 - wilson(6, 9).high);
    assert.throws(() => wilson(1, 0), RangeError);
    assert.throws(() => wilson(5, 4), RangeError);
  });
});
