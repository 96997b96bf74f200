import assert from 'node:assert/strict';
import { Deadlines } from './deadline.js';

const aborted = (deadlines: Deadlines): Promise<void> =>
  new Promise((resolve) => deadlines.signal.addEventListener('abort', () => resolve(), { once: true }));
const reason = ({ signal }: Deadlines): string => (signal.reason as Error).message;

describe('Deadlines', () => {
  it('aborts with the reason of the first that passes', async () => {
    const deadlines = new Deadlines();
    deadlines.set('total', 60, 'too long');
    deadlines.set('silence', 0.005, 'too silent');
    assert.equal(deadlines.signal.aborted, false);
    await aborted(deadlines);
    assert.equal(reason(deadlines), 'too silent');
    deadlines.clearAll();
  });

  it('lets a deadline that is set again begin anew', async () => {
    const deadlines = new Deadlines();
    deadlines.set('silence', 0.001, 'old');
    deadlines.set('silence', 60, 'new');
    deadlines.set('total', 0.02, 'total');
    await aborted(deadlines);
    assert.equal(reason(deadlines), 'total');
    deadlines.clearAll();
  });

  it('does not count the time in which what is waited for could do nothing', async () => {
    let credit = 7;
    const deadlines = new Deadlines(async () => credit);
    const began = performance.now();
    deadlines.set('boot', 0.2, 'not booted');
    // Of a second that passes while it is waited, 0.6 s count for nothing.
    credit += 0.6;
    await aborted(deadlines);
    assert.ok(performance.now() - began > 750);
    assert.equal(reason(deadlines), 'not booted');
  });

  it('passes in the end, however much time counts for nothing', async () => {
    let credit = 0;
    const deadlines = new Deadlines(async () => {
      credit += 1000;
      return credit;
    });
    deadlines.set('boot', 0.1, 'not booted');
    await aborted(deadlines);
    assert.equal(reason(deadlines), 'not booted');
  });

  it('keeps no timer after clearing', () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    const deadlines = new Deadlines();
    deadlines.set('a', 60, 'a');
    deadlines.set('b', 60, 'b');
    assert.equal(timers(), before + 2);
    deadlines.clear('a');
    deadlines.clear('never set');
    assert.equal(timers(), before + 1);
    deadlines.clearAll();
    assert.equal(timers(), before);
  });
});
