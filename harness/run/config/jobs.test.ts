import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { jobsOf } from './jobs.js';

describe('jobsOf', () => {
  it('is one unless told, since neighbours add noise', () => {
    assert.equal(jobsOf({}), 1);
    assert.equal(jobsOf({ jobs: 3 }), 3);
  });

  it('is one a CPU when it is left to netknee, within what memory allows', () => {
    const jobs = jobsOf({ jobs: 'auto' });
    assert.ok(jobs >= 1 && jobs <= 8 && jobs <= availableParallelism());
  });
});
