import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rowProblems, rowsOf, TrialDigests } from './trial-digests.js';

const HEADER = 'run,trial,value\n';
const lines = (trial: string, values: number[]): string =>
  values.map((value) => `r1,${trial},${value}\n`).join('');

describe('TrialDigests', () => {
  const digestsOf = (pieces: string[]) => {
    const digests = new TrialDigests();
    for (const piece of pieces) digests.add(piece);
    return digests.end();
  };
  const text = HEADER + lines('a', [1, 2, 3]) + lines('b', [1]) + lines('ab', [7, 8]);

  it('counts and digests each trial’s lines as the trial’s own file has them', () => {
    const found = digestsOf([text]);
    assert.deepEqual([...found.keys()], ['a', 'b', 'ab']);
    for (const [trial, values] of [
      ['a', [1, 2, 3]],
      ['b', [1]],
      ['ab', [7, 8]],
    ] as const) {
      assert.deepEqual(found.get(trial), rowsOf(HEADER + lines(trial, [...values])));
    }
    assert.equal(found.get('a')?.rows, 3);
    assert.equal(rowsOf(HEADER).rows, 0);
  });

  it('does not depend on the pieces in which the text comes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, i) => text.slice(at[i], end));
        assert.deepEqual(digestsOf(pieces), digestsOf([text]));
      }),
    );
  });

  it('sees any change of any byte, a line that is gone, doubled or moved', () => {
    const records = [...digestsOf([text])].map(([id, rows]) => ({ id, rows }));
    assert.deepEqual(rowProblems(digestsOf([text]), records), []);
    for (const changed of [
      text.replace('r1,a,2\n', ''),
      text.replace('r1,a,2\n', 'r1,a,2\nr1,a,2\n'),
      text.replace('r1,a,2', 'r1,a,9'),
      text.replace('r1,a,1\nr1,a,2\n', 'r1,a,2\nr1,a,1\n'),
      text.replace(lines('b', [1]), ''),
    ]) {
      assert.equal(rowProblems(digestsOf([changed]), records).length, 1, changed);
    }
  });

  it('refuses rows of one trial in two places', () => {
    assert.throws(() => digestsOf([text + lines('a', [4])]), /rows of trial "a" stand in two places/);
  });

  it('does not judge what was not counted when it was measured', () => {
    assert.deepEqual(rowProblems(digestsOf([text]), [{ id: 'a' }]), []);
  });
});
