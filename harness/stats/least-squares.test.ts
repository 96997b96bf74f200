import assert from 'node:assert/strict';
import { leastSquares } from './least-squares.js';

const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

describe('leastSquares', () => {
  it('finds the line through points on a line', () => {
    const line = leastSquares([
      [0, 3],
      [10, 23],
      [20, 43],
    ]);
    near(line.slope, 2);
    near(line.intercept, 3);
    near(line.rSquared, 1);
  });

  // By hand: mean x 2, mean y 3, Sxx 2, Sxy 3, Syy 6 → slope 3/2, r² = 9 / (2·6).
  it('agrees with a fit done by hand', () => {
    const line = leastSquares([
      [1, 2],
      [2, 2],
      [3, 5],
    ]);
    near(line.slope, 1.5);
    near(line.intercept, 0);
    near(line.rSquared, 0.75);
  });

  it('explains a constant wholly', () => {
    const line = leastSquares([
      [1, 4],
      [2, 4],
    ]);
    near(line.slope, 0);
    near(line.rSquared, 1);
  });

  it('refuses points that determine no line', () => {
    assert.throws(() => leastSquares([]), RangeError);
    assert.throws(
      () =>
        leastSquares([
          [1, 2],
          [1, 3],
        ]),
      RangeError,
    );
  });
});
