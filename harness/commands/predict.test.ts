import assert from 'node:assert/strict';
import { parsePredict } from './predict.js';

describe('parsePredict', () => {
  it('reads what grows and possible CPUs, in any order', () => {
    assert.deepEqual(parsePredict('rules=20000,cpus=96'), { state: 'rules', units: 20_000, factor: 96 });
    assert.deepEqual(parsePredict('cpus=4,rules=0'), { state: 'rules', units: 0, factor: 4 });
  });

  it('refuses everything else, and says what it takes', () => {
    for (const text of [
      '',
      'rules=1',
      'rules=1,cpus=0',
      'rules=1,cpus=2,pods=3',
      'rules=-1,cpus=2',
      'rules=1e3,cpus=2',
    ]) {
      assert.throws(
        () => parsePredict(text),
        /--predict takes a number of what grows and possible CPUs/,
        text,
      );
    }
  });
});
