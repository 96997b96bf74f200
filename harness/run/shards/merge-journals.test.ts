import assert from 'node:assert/strict';
import { mergeJournals } from './merge-journals.js';

const entry = (second: number, trial: string): string =>
  `${JSON.stringify({ at: `2026-01-01T00:00:0${second}.000Z`, event: 'trial-start', trial })}\n`;

describe('mergeJournals', () => {
  it('orders by time, those of one time as they were given', () => {
    const [a1, a3, b1, b2] = [entry(1, 'a'), entry(3, 'a'), entry(1, 'b'), entry(2, 'b')];
    assert.equal(mergeJournals([a1 + a3, b1 + b2]), a1 + b1 + b2 + a3);
    assert.equal(mergeJournals([b1 + b2, a1 + a3]), b1 + a1 + b2 + a3);
    assert.equal(mergeJournals([]), '');
  });

  it('reads each journal as far as it is whole: a machine that died left half a line', () => {
    assert.equal(mergeJournals([entry(1, 'a') + entry(2, 'a').slice(0, 20)]), entry(1, 'a'));
    const torn = entry(1, 'a') + entry(2, 'a').slice(0, 20);
    assert.equal(mergeJournals([`${torn}\n`, entry(3, 'b')]), entry(1, 'a') + entry(3, 'b'));
  });
});
