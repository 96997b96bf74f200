import assert from 'node:assert/strict';
import type { Trial } from '../../types.js';
import { tinyPlan } from '../tiny.testing.js';
import { deadlinesOf } from './deadlines.js';

const trial = tinyPlan().trials[0] as Trial;

describe('deadlinesOf', () => {
  it('takes the whole trial’s from the user, or else ten times what is estimated', () => {
    assert.equal(deadlinesOf(trial, 77).totalS, 77);
    assert.equal(deadlinesOf({ ...trial, estimateS: 1000 }, undefined).totalS, 10_000);
  });

  it('waits less long for a word of a guest that may be dead', () => {
    const [usual, dying] = [false, true].map((crashExpected) => deadlinesOf(trial, undefined, crashExpected));
    assert.ok(dying!.silenceS < usual!.silenceS / 2);
    assert.deepEqual({ ...dying, silenceS: 0 }, { ...usual, silenceS: 0 });
  });
});
