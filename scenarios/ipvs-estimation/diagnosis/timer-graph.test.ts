import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Trial } from '../../../harness/index.js';
import scenario from '../scenario.js';
import { parseTimerGraph, timerGraph, timerGraphAttachment } from './timer-graph.js';

/** Recorded in a guest of the instruction clock with 80 possible CPUs, kernel 6.1; counted by awk. */
const fixture = readFileSync(new URL('../fixtures/exact-timer-graph-at-79001.out', import.meta.url), 'utf8');
const known = (metric: string) => scenario.metrics.some(({ name }) => name === metric);

describe('the call graph of the timer’s CPU', () => {
  it('has the shares of what is not idle', () => {
    const [softirq, timer, ...more] = parseTimerGraph(fixture);
    const common = { iteration: 0, factors: { run_estimation: 'on' } };
    assert.deepEqual(softirq, { metric: 'timer_softirq_stack_share', value: 1072 / 1074, ...common });
    assert.deepEqual(timer, { metric: 'estimation_timer_stack_share', value: 1072 / 1074, ...common });
    assert.deepEqual(more, []);
    assert.ok(known(softirq!.metric) && known(timer!.metric));
  });

  it('shows the same samples', () => {
    const attachment = timerGraphAttachment(fixture);
    assert.ok(attachment.kind === 'stacks');
    assert.equal(
      attachment.stacks.reduce((sum, [, count]) => sum + count, 0),
      1074,
    );
    assert.deepEqual(attachment.factors, { run_estimation: 'on' });
  });

  it('takes a kernel without the knob for one that estimates, and believes no other value of it', () => {
    const absent = fixture.replace('@@ run-estimation\n1\n', '@@ run-estimation\nabsent\n');
    assert.equal(parseTimerGraph(absent)[0]!.factors?.run_estimation, 'on');
    const off = fixture.replace('@@ run-estimation\n1\n', '@@ run-estimation\n0\n');
    assert.throws(() => parseTimerGraph(off), /run_estimation is 0/);
  });

  it('has no share of the timer where the kernel estimates in a thread', () => {
    const thread = fixture
      .replace('@@ run-estimation', '@@ estimation-by\nthreads\n@@ run-estimation')
      .replaceAll('estimation_timer', 'ip_vs_estimation_kthread');
    assert.deepEqual(
      parseTimerGraph(thread).map(({ metric, value, factors }) => [metric, value, factors?.mitigation]),
      [['estimation_thread_stack_share', 1072 / 1074, 'threads']],
    );
  });

  it('is asked at the highest level alone, after estimation was turned on', () => {
    const trial = { levels: [0, 10, 20] } as Trial;
    assert.deepEqual(timerGraph(trial, 10), []);
    assert.deepEqual(
      timerGraph(trial, 20).map(({ argv }) => argv.slice(1)),
      [
        ['guest/estimation.sh', '1'],
        ['guest/timer-graph.sh', '997', '10', '0'],
      ],
    );
  });
});
