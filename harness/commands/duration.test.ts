import assert from 'node:assert/strict';
import { duration } from './duration.js';

describe('duration', () => {
  it('says seconds, minutes and hours as people do', () => {
    const said = [-3, 0, 0.4, 59.4, 59.5, 60, 200, 3599.4, 3599.5, 3900, 90061].map(duration);
    assert.deepEqual(said, [
      ...['0 s', '0 s', '0 s', '59 s'],
      ...['1 min 00 s', '1 min 00 s', '3 min 20 s', '59 min 59 s'],
      ...['1 h 00 min', '1 h 05 min', '25 h 01 min'],
    ]);
  });
});
