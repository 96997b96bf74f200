import assert from 'node:assert/strict';
import { rowsOf } from '../cells/rows.testing.js';
import { outlierNotices } from './outliers.js';

const steady = [100, 101, 99, 100.5, 99.5, 100];

describe('outlierNotices', () => {
  it('counts the boots in which a repetition is unlike the others, and whether it is the first', () => {
    const [notice, ...others] = outlierNotices(
      rowsOf({ boots: [steady, [900, ...steady], [...steady, 900]] }, { boots: [steady], namespaces: 5 }),
      new Set(),
    );
    assert.equal(others.length, 0);
    assert.match(notice!.text, /latency, \S+ clock: in 2 of 4 cells of single boots, 1 of them the first/);
  });

  it('says nothing of steady boots, of few repetitions, and of values that are the finding themselves', () => {
    assert.deepEqual(outlierNotices(rowsOf({ boots: [steady, steady] }), new Set()), []);
    assert.deepEqual(outlierNotices(rowsOf({ boots: [[900, 1, 1.1, 0.9]] }), new Set()), []);
    assert.deepEqual(outlierNotices(rowsOf({ boots: [[900, ...steady]] }), new Set(['latency'])), []);
  });
});
