import assert from 'node:assert/strict';
import { EXIT } from '../failure.js';
import type { TrialRecord } from '../types.js';
import { trialsFailed } from './trials-failed.js';

const AGAIN = 'netknee run --resume results/one';
const failed = (id: string, more: Partial<TrialRecord> = {}) =>
  ({ id, status: 'failed', reasons: ['QEMU exited with 1'], ...more }) as TrialRecord;

describe('trialsFailed', () => {
  it('names the trials, why each failed, and how to go on', () => {
    const { details, message } = trialsFailed([failed('a'), failed('b')], 3, AGAIN);
    assert.equal(message, '2 of 3 trials failed; what they measured is kept');
    assert.equal(details.exit, EXIT.trialsFailed);
    assert.equal(details.machine, 'a, b');
    assert.equal(details.tail, 'a: QEMU exited with 1\nb: QEMU exited with 1');
    assert.match(details.remedy ?? '', /console\.log there, then: netknee run --resume results\/one$/);
  });

  it('says once what is known to help, instead of where to look', () => {
    const remedy = 'Load its module.';
    const { details } = trialsFailed([failed('a', { remedy }), failed('b', { remedy })], 2, AGAIN);
    assert.equal(details.remedy, `Load its module.\nThen: ${AGAIN}`);
  });
});
