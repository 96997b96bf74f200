import assert from 'node:assert/strict';
import type { Trial } from '../types.js';
import { errorAt, lookError } from './look-error.js';

const looks = [
  { boots: 6, error: 0.03 },
  { boots: 9, error: 0.01 },
];

describe('the error of a look', () => {
  it('is that of the last look that the boots reach', () => {
    assert.deepEqual(
      [5, 6, 8, 9, 24].map((boots) => errorAt({ looks }, boots)),
      [0.03, 0.03, 0.03, 0.01, 0.01],
    );
  });

  it('is that of the look at which a run ended, and none where boots were fixed', () => {
    const trials = [{ clock: 'wall', boot: 9 }] as Trial[];
    assert.equal(lookError({ trials }), undefined);
    assert.equal(lookError({ trials, sequential: { looks } }), 0.01);
    const ended = { boots: 6, because: 'decided' } as const;
    assert.equal(lookError({ trials, sequential: { looks, ended } }), 0.03);
  });
});
