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

  it('leaves out the half line of a machine that died, and refuses any other line that is no entry', () => {
    assert.equal(mergeJournals([entry(1, 'a') + entry(2, 'a').slice(0, 20)]), entry(1, 'a'));
    assert.throws(() => mergeJournals([`rubbish\n${entry(1, 'a')}`]), SyntaxError);
    assert.throws(() => mergeJournals(['{"at":"yesterday","event":"run-end"}\n']), /ISO datetime/);
  });
});
