import assert from 'node:assert/strict';
import { tinyPlan } from '../run/tiny.testing.js';
import type { Trial, TrialRecord } from '../types.js';
import { fitted, liveEvent, liveLines, liveState, rowsOf, shortRows } from './live-lines.js';

const trials = tinyPlan().trials;
const [first, second] = trials as [Trial, Trial];
const ended = (trial: Trial, status: 'done' | 'failed', done: number) => ({
  ...{ type: 'trial-end' as const, trial: trial.id, done, of: 4, leftS: 30 },
  record: { id: trial.id, status } as TrialRecord,
});

describe('live lines', () => {
  it('count down between one trial’s end and the next', () => {
    const state = liveState(4, 2, 90, 1000);
    assert.match(liveLines(state, 1000, 80)[0] ?? '', /0 of 4 trials, about 1 min 30 s left$/);
    assert.match(liveLines(state, 31_000, 80)[0] ?? '', /about 1 min 00 s left$/);
    assert.match(liveLines(state, 100_000, 80)[0] ?? '', /longer than was reckoned$/);
    liveEvent(state, ended(first, 'done', 1), 100_000);
    assert.match(liveLines(state, 110_000, 80)[0] ?? '', /^█{5}░{15} 1 of 4 trials, about 20 s left$/);
  });

  it('give each guest a line, and the next trial the one that is free', () => {
    const state = liveState(4, 2, 90, 0);
    const guests = () => liveLines(state, 0, 200).slice(1);
    liveEvent(state, { type: 'prepare', what: 'probes' }, 0);
    assert.deepEqual(guests(), ['guest 1: probes', 'guest 2: waits']);
    liveEvent(state, { type: 'trial-start', trial: first, attempt: 1 }, 0);
    liveEvent(state, { type: 'trial-start', trial: second, attempt: 1 }, 0);
    liveEvent(state, { type: 'step', trial: second.id, step: 's', title: 'add', done: 1, of: 3 }, 0);
    assert.deepEqual(guests(), [`guest 1: ${first.id}: boots`, `guest 2: ${second.id}: step 2 of 3, add`]);
    liveEvent(state, ended(first, 'failed', 1), 0);
    liveEvent(state, { type: 'trial-start', trial: trials[2] as Trial, attempt: 1 }, 0);
    assert.match(guests()[0] ?? '', new RegExp(`^guest 1: ${trials[2]?.id}: boots`));
    assert.match(liveLines(state, 0, 80)[0] ?? '', /1 of 4 trials, 1 failed/);
  });

  it('say at once why a trial is repeated', () => {
    const state = liveState(4, 1, 90, 0);
    liveEvent(state, { type: 'trial-start', trial: first, attempt: 1 }, 0);
    liveEvent(state, { type: 'trial-start', trial: first, attempt: 2, again: ['others used the CPUs'] }, 0);
    assert.deepEqual(liveLines(state, 0, 200).slice(1), [
      `guest 1: ${first.id}: attempt 2, since others used the CPUs; boots`,
    ]);
  });

  it('end with a whole word where there is no room', () => {
    assert.equal(fitted('one two three', 13), 'one two three');
    assert.equal(fitted('one two three', 12), 'one two …');
    assert.equal(fitted('one two three', 9), 'one two …');
    assert.equal(fitted('unbroken', 5), 'unb …');
    assert.deepEqual(rowsOf('one two\nthree', 5), ['one', 'two', 'three']);
  });

  it('have five rows for the answers, with what removes the effects cut first', () => {
    const answer = `answer: s: reproduced. ${'word '.repeat(25)}end.`;
    const fix = `fix: s: ${'remedy '.repeat(20)}end`;
    const two = [answer, fix, answer, fix].join('\n');
    assert.deepEqual(shortRows(`${answer}\n${fix}`, 80).length, 4);
    assert.deepEqual(shortRows(`${answer}\n${fix}\nfix: t: ${'remedy '.repeat(20)}`, 80).length, 4);
    assert.equal(shortRows(two, 80).length, 4);
    for (const row of shortRows(two, 80)) assert.ok(row.length <= 80 && /…$/.test(row));
    assert.equal(shortRows(two, 400).length, 4);
  });
});
