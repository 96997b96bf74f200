import assert from 'node:assert/strict';
import { seededRandom } from './random.js';
import { near, upTo } from './reference.testing.js';

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('seededRandom', () => {
  it('follows from its seed', () => {
    const draw = (seed: number) => upTo(20).map(() => seededRandom(seed).uniform());
    assert.deepEqual(draw(5), draw(5));
    assert.notDeepEqual(draw(5), draw(6));
  });

  it('gives neighbouring seeds unlike numbers', () => {
    const firsts = upTo(4000).map((seed) => seededRandom(seed).uniform());
    const steps = firsts.slice(1).map((value, i) => Math.abs(value - firsts[i]!));
    // Two independent uniform numbers are 1/3 apart on average.
    near(mean(steps), 1 / 3, 'step', 0.03);
    near(mean(firsts), 0.5, 'mean', 0.03);
  });

  it('reaches every whole number below n about as often', () => {
    const random = seededRandom(1);
    const counts = [0, 0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 70_000; i++) counts[random.below(7)]! += 1;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    assert.ok(chiSquare < 22.5, `${chiSquare} is beyond the 99.9 % point of 6 degrees of freedom`);
  });

  it('gives normal numbers their moments', () => {
    const random = seededRandom(2);
    const values = upTo(200_000).map(() => random.normal());
    near(mean(values), 0, 'mean', 0.01);
    near(mean(values.map((z) => z ** 2)), 1, 'variance', 0.015);
    near(mean(values.map((z) => z ** 4)), 3, 'fourth moment', 0.1);
  });
});
