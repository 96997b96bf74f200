import assert from 'node:assert/strict';
import { tinyPlan } from '../run/tiny.testing.js';
import type { Trial, TrialRecord } from '../types.js';
import { eventLine } from './event-lines.js';

const plan = tinyPlan();
const trial = plan.trials[0] as Trial;
const record = { id: trial.id, status: 'done', reasons: [], durationS: 61 } as unknown as TrialRecord;
const ended = { type: 'trial-end', trial: trial.id, done: 1, of: 4, leftS: 120 } as const;

describe('eventLine', () => {
  it('says what will be done, how long it takes and where the results are', () => {
    const event = { type: 'plan', run: 'r', folder: 'results/r', plan } as const;
    assert.equal(
      eventLine({ ...event, toRun: plan.trials }, 1),
      'plan: profile quick, seed 1, 4 trials, about 40 s plus baking; results in results/r',
    );
    assert.match(eventLine({ ...event, toRun: plan.trials }, 2) ?? '', /about 30 s/);
    assert.match(
      eventLine({ ...event, toRun: plan.trials.slice(0, 1) }, 1) ?? '',
      /4 trials, 1 of them still to run, about 10 s/,
    );
  });

  it('says how each trial began and ended, and why it failed', () => {
    assert.equal(eventLine({ type: 'trial-start', trial, attempt: 1 }, 1), `start ${trial.id}`);
    assert.equal(eventLine({ type: 'trial-start', trial, attempt: 2 }, 1), `start ${trial.id} (attempt 2)`);
    assert.equal(
      eventLine({ type: 'trial-start', trial, attempt: 2, again: ['exit 1'] }, 1),
      `start ${trial.id} (attempt 2, since exit 1)`,
    );
    assert.equal(
      eventLine({ ...ended, record }, 1),
      `done ${trial.id} in 1 min 01 s (1/4, about 2 min 00 s left)`,
    );
    const failed: TrialRecord = { ...record, status: 'failed', reasons: ['exit 1', 'no end'] };
    assert.match(eventLine({ ...ended, record: failed }, 1) ?? '', /^failed .* left\): exit 1; no end$/);
  });

  it('says what is prepared, what is to be known, and how the run ended', () => {
    assert.equal(eventLine({ type: 'prepare', what: 'probes' }, 1), 'prepare: probes');
    const notice = (severity: 'info' | 'warning') =>
      eventLine({ type: 'notice', notice: { severity, text: 'x' } }, 1);
    assert.deepEqual([notice('info'), notice('warning')], ['note: x', 'warning: x']);
    assert.equal(
      eventLine({ type: 'end', folder: 'results/r', failed: 1, disturbed: 2, durationS: 65 }, 1),
      'end: 1 min 05 s, 1 failed, 2 disturbed; report: results/r/report.html',
    );
  });

  it('says nothing of single steps', () => {
    const step = { type: 'step', trial: trial.id, step: '1', title: 'add', done: 0, of: 3 } as const;
    assert.equal(eventLine(step, 1), undefined);
  });
});
