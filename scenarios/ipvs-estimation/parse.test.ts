import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Measurement } from '../../harness/index.js';
import { median } from '../../harness/stats/median.js';
import { parseLoad, parseLoadMethods, parseProbe, parseTimer } from './parse.js';
import scenario from './scenario.js';

/** Recorded in guests with kernel 6.1; the expected figures were read off by awk and sort. */
const fixture = (name: string): string =>
  readFileSync(new URL(`./fixtures/${name}.out`, import.meta.url), 'utf8');

const RULES = 79001;
const valuesOf = (all: Measurement[], metric: string): number[] =>
  all.filter((one) => one.metric === metric).map(({ value }) => value);
const only = (all: Measurement[], metric: string): number => {
  const values = valuesOf(all, metric);
  assert.equal(values.length, 1, metric);
  return values[0] as number;
};

describe('parsing what an ipvs-estimation guest sent', () => {
  describe('the timer alone, exact lane, 80 possible CPUs', () => {
    const text = fixture(`exact-timer-at-${RULES}-estimation-1`);

    it('gives the runs of the timer that has the rules, not those of empty namespaces', () => {
      const all = parseTimer(text, 1, RULES);
      const runs = valuesOf(all, 'estimation_timer_duration');
      assert.deepEqual(runs, [266307200, 266302400, 266306500, 266307500]);
      assert.equal(median(runs), 266306850);
      for (const period of valuesOf(all, 'estimation_timer_period')) {
        // It rests for 2 s after each run, which takes a quarter of a second.
        assert.ok(period / 2e9 > 1.13 && period / 2e9 < 1.17, String(period));
      }
      assert.equal(valuesOf(all, 'estimation_timer_period').length, 3);
      assert.ok(all.every(({ rules, runEstimation }) => rules === RULES && runEstimation === 1));
    });

    it('gives microseconds with estimation off', () => {
      const all = parseTimer(fixture(`exact-timer-at-${RULES}-estimation-0`), 0, RULES);
      const runs = valuesOf(all, 'estimation_timer_duration');
      assert.ok(runs.length >= 4 && runs.every((ns) => ns < 10_000), runs.join());
      assert.ok(all.every(({ runEstimation }) => runEstimation === 0));
    });

    it('refuses an answer to another question', () => {
      assert.throws(() => parseTimer(text, 0, RULES), /run_estimation is 1 where 0 was set/);
    });

    it('measures a kernel without the knob as it is, and not what it can’t do', () => {
      const absent = text.replace('@@ run-estimation\n1\n', '@@ run-estimation\nabsent\n');
      const all = parseTimer(absent, 1, RULES);
      assert.equal(valuesOf(all, 'estimation_timer_duration').length, 4);
      assert.ok(all.every((one) => !('runEstimation' in one)));
      assert.deepEqual(parseTimer('@@ run-estimation\nabsent\n', 0, RULES), []);
    });

    it('refuses a timer on another CPU, and a trace with losses', () => {
      const elsewhere = text.replaceAll('|    0) @', '|    1) @');
      assert.throws(() => parseTimer(elsewhere, 1, RULES), /the timer ran on CPU 1, not 0/);
      const lost = text.replace(/\n {2}204\.384002/, '\nCPU:0 [LOST 7 EVENTS]\n  204.384002');
      assert.notEqual(lost, text);
      assert.throws(() => parseTimer(lost, 1, RULES), /lost events/);
    });
  });

  describe('a probe, real lane, 32 possible CPUs, received where the timer runs', () => {
    const text = fixture(`real-probe-receiver-at-${RULES}-estimation-1`);
    const context = { asked: 1, rules: RULES, path: 'receiver', firstTimerRun: 2000 } as const;
    const all = parseProbe(text, context);

    it('has a latency for each of 1500 packets, and what sums them up', () => {
      assert.equal(valuesOf(all, 'probe_latency').length, 1500);
      assert.equal(only(all, 'probe_latency_p50'), 10887462);
      assert.ok(Math.abs(only(all, 'probe_latency_p90') - 63922568.2) < 1);
      assert.equal(only(all, 'probe_latency_max'), 376140403);
      assert.equal(only(all, 'probe_lost'), 0);
      assert.equal(only(all, 'probe_late_share'), 185 / 1500);
    });

    it('has softirqs of the CPUs that are online alone', () => {
      assert.deepEqual([only(all, 'timer_softirqs_cpu0'), only(all, 'timer_softirqs_cpu1')], [202, 292]);
      const shares = [only(all, 'softirq_share_cpu0'), only(all, 'softirq_share_cpu1')];
      assert.deepEqual(shares, [286 / 802, 78 / 852]);
      assert.equal(only(all, 'softirq_share_mean'), (286 / 802 + 78 / 852) / 2);
      assert.deepEqual(valuesOf(all, 'softirq_share_cpu2'), []);
    });

    it('has the runs of the timer meanwhile, numbered apart from other probes’', () => {
      const runs = all.filter(({ metric }) => metric === 'estimation_timer_duration');
      assert.deepEqual(
        runs.map(({ iteration, value }) => [iteration, value]),
        [
          [2000, 249735100],
          [2001, 372568900],
        ],
      );
      const [period] = valuesOf(all, 'estimation_timer_period');
      assert.ok(period! / 2e9 > 1.1 && period! / 2e9 < 1.2);
      assert.ok(
        runs.every(({ path }) => path === undefined),
        'the timer runs whatever way packets take',
      );
      const alone = parseProbe(text, { ...context, firstTimerRun: undefined });
      assert.deepEqual(valuesOf(alone, 'estimation_timer_duration'), []);
    });

    it('names the way of what depends on it, and gives metrics that the scenario has', () => {
      for (const { metric, path, rules } of all) {
        assert.ok(
          scenario.metrics.some(({ name }) => name === metric),
          metric,
        );
        assert.equal(path, metric.startsWith('estimation_timer') ? undefined : 'receiver');
        assert.equal(rules, RULES);
      }
    });
  });

  it('gives the time of loading', () => {
    assert.deepEqual(parseLoad(fixture(`exact-load-to-${RULES}`)), [
      { metric: 'load_time', iteration: 0, value: 644348808, variant: 'netlink' },
    ]);
  });

  it('gives the time of each way of loading', () => {
    const all = parseLoadMethods(fixture('exact-compare-loads'), 500);
    assert.deepEqual(
      all.map(({ variant, value, rules }) => [variant, value, rules]),
      [
        ['netlink', 8601351, 500],
        ['ipvsadm-restore', 63455170, 500],
        ['ipvsadm-exec', 1000327458, 500],
      ],
    );
  });
});
