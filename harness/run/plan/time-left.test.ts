import assert from 'node:assert/strict';
import type { Trial } from '../../types.js';
import { TimeLeft } from './time-left.js';

const trial = (scenario: string, clock: Trial['clock'], estimateS: number) =>
  ({ scenario, clock, estimateS }) as Trial;

const exact = trial('one', 'instructions', 60);
const real = trial('one', 'wall', 100);

describe('TimeLeft', () => {
  it('adds estimates up, exact ones side by side', () => {
    assert.equal(new TimeLeft(1).of([exact, exact, real], []), 220);
    assert.equal(new TimeLeft(2).of([exact, exact, real], []), 160);
    assert.equal(new TimeLeft(2).of([], []), 0);
  });

  it('counts what runs by what it still needs, never less than nothing', () => {
    const left = new TimeLeft(1);
    assert.equal(left.of([real], [{ trial: exact, elapsedS: 20 }]), 140);
    assert.equal(left.of([real], [{ trial: exact, elapsedS: 999 }]), 100);
  });

  it('learns from what trials of the same kind took, and before there are any from all others', () => {
    const left = new TimeLeft(1);
    left.finished(exact, 120);
    assert.equal(left.of([exact], []), 120);
    assert.equal(left.of([real], []), 200);
    left.finished(real, 50);
    assert.equal(left.of([real], []), 50);
    assert.equal(left.of([exact], []), 120);
    left.finished(exact, 60);
    assert.equal(left.of([exact], []), 90);
  });
});
