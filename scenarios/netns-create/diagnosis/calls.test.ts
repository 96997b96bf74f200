import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseTracedCalls } from './calls.js';

/** Recorded in a guest of the instruction clock with 20 namespaces; the expected figures were counted by grep and awk. */
const fixture = (variant: string): string =>
  readFileSync(new URL(`../fixtures/exact-trace-of-${variant}-at-20.out`, import.meta.url), 'utf8');

const figures = (text: string) =>
  Object.fromEntries(parseTracedCalls(text).map(({ metric, value }) => [metric, value]));

describe('what strace saw of one add', () => {
  it('counts a round of the scan for every namespace that exists', () => {
    const { traced_opens, traced_sendmsgs, scan_rounds } = figures(fixture('control'));
    assert.deepEqual([traced_opens, traced_sendmsgs, scan_rounds], [34, 20, 20]);
  });

  it('counts none of upstream', () => {
    const { traced_opens, traced_sendmsgs, scan_rounds } = figures(fixture('upstream'));
    assert.deepEqual([traced_opens, traced_sendmsgs, scan_rounds], [13, 0, 0]);
  });

  it('takes the time from the first call to the exit, and that inside the calls of the scan', () => {
    const { traced_add_time, scan_call_time } = figures(fixture('control'));
    assert.equal(traced_add_time, 263_093_000);
    assert.equal(scan_call_time, 1_568_000);
  });
});
