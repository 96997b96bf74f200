import assert from 'node:assert/strict';
import type { StoredExhibit } from '../../types.js';
import { parseExhibits } from './parse-exhibits.js';

const stored: StoredExhibit = {
  trial: 't',
  boot: 1,
  ...{ lane: 'real', scenario: 'one', kernel: '6.1', possibleCpus: 2, memoryMb: 64 },
  factors: { variant: 'a' },
  exhibit: { kind: 'stacks', name: 'why', title: 'Why', factors: { variant: 'a' }, stacks: [['a;b', 3]] },
};

describe('parseExhibits', () => {
  it('reads back what a trial wrote', () => {
    assert.deepEqual(parseExhibits(JSON.stringify([stored]), 't'), [stored]);
    assert.deepEqual(parseExhibits('[]', 't'), []);
  });

  it('names the trial whose file is damaged', () => {
    const cut = JSON.stringify([stored]).slice(0, -3);
    const odd = JSON.stringify([{ ...stored, exhibit: { ...stored.exhibit, kind: 'film' } }]);
    for (const text of [cut, odd]) assert.throws(() => parseExhibits(text, 't'), /raw\/t\/exhibits\.json/);
  });
});
