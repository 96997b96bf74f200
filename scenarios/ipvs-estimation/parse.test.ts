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
  describe('the timer alone, instruction clock, 80 possible CPUs', () => {
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
      assert.ok(all.every(({ factors }) => factors?.run_estimation === 'on'));
    });

    it('gives microseconds with estimation off', () => {
      const all = parseTimer(fixture(`exact-timer-at-${RULES}-estimation-0`), 0, RULES);
      const runs = valuesOf(all, 'estimation_timer_duration');
      assert.ok(runs.length >= 4 && runs.every((ns) => ns < 10_000), runs.join());
      assert.ok(all.every(({ factors }) => factors?.run_estimation === 'off'));
    });

    it('refuses an answer to another question', () => {
      assert.throws(() => parseTimer(text, 0, RULES), /run_estimation is 1 where 0 was set/);
    });

    it('measures a kernel without the knob as one that estimates, and not what it can’t do', () => {
      const absent = text.replace('@@ run-estimation\n1\n', '@@ run-estimation\nabsent\n');
      const all = parseTimer(absent, 1, RULES);
      assert.equal(valuesOf(all, 'estimation_timer_duration').length, 4);
      assert.ok(all.every(({ factors }) => factors?.run_estimation === 'on'));
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

  describe('a probe of three paths, wall clock, 32 possible CPUs', () => {
    const text = fixture(`real-probe-at-${RULES}-estimation-1`);
    const context = { asked: 1, rules: RULES, paths: ['rps', 'away', 'receiver'], traced: true } as const;
    const parse = (more: object = {}) => parseProbe(text, { ...context, paths: [...context.paths], ...more });
    const of = (path: string) => parse().filter((one) => one.factors?.path === path);

    it('has a latency for each packet of each path, and what sums them up', () => {
      for (const [path, late, p50, p90, most] of [
        ['away', 0, 664264.5, 1609353.4, 7208140],
        ['receiver', 52, 4152512, 10015016.5, 156454781],
        ['rps', 94, 1045356, 38023348.5, 287344217],
      ] as const) {
        assert.equal(valuesOf(of(path), 'probe_latency').length, 1000, path);
        assert.equal(only(of(path), 'probe_latency_p50'), p50);
        assert.ok(Math.abs(only(of(path), 'probe_latency_p90') - p90) < 0.01);
        assert.equal(only(of(path), 'probe_latency_max'), most);
        assert.equal(only(of(path), 'probe_lost'), 0);
        assert.equal(only(of(path), 'probe_late_share'), late / 1000);
      }
    });

    it('has softirqs of the CPUs that are online alone, during each path', () => {
      const all = of('receiver');
      assert.deepEqual([only(all, 'timer_softirqs_cpu0'), only(all, 'timer_softirqs_cpu1')], [68, 90]);
      const shares = [only(all, 'softirq_share_cpu0'), only(all, 'softirq_share_cpu1')];
      assert.deepEqual(shares, [56 / 413, 139 / 413]);
      assert.equal(only(all, 'softirq_share_mean'), (56 / 413 + 139 / 413) / 2);
      assert.deepEqual(valuesOf(all, 'softirq_share_cpu2'), []);
    });

    it('has the runs of the timer meanwhile, of no path, when it was traced', () => {
      const runs = parse().filter(({ metric }) => metric === 'estimation_timer_duration');
      assert.deepEqual(
        runs.map(({ iteration, value }) => [iteration, value]),
        [172626500, 273464700, 145846200, 173444100, 157248300, 133873200].map((ns, i) => [i, ns]),
      );
      for (const period of valuesOf(parse(), 'estimation_timer_period')) {
        assert.ok(period / 2e9 > 1.08 && period / 2e9 < 1.16, String(period));
      }
      assert.ok(runs.every(({ factors }) => factors?.path === undefined));
      assert.deepEqual(valuesOf(parse({ traced: false }), 'estimation_timer_duration'), []);
    });

    it('gives metrics that the scenario has, and misses a path that is not there', () => {
      for (const { metric } of parse()) {
        assert.ok(
          scenario.metrics.some(({ name }) => name === metric),
          metric,
        );
      }
      assert.throws(() => parse({ paths: ['same'] }), /no section "@@ packets\.same"/);
    });
  });

  it('gives the time of loading', () => {
    assert.deepEqual(parseLoad(fixture(`exact-load-to-${RULES}`)), [
      { metric: 'load_time', iteration: 0, value: 644348808, factors: { variant: 'netlink' } },
    ]);
  });

  it('gives the time of each way of loading', () => {
    const all = parseLoadMethods(fixture('exact-compare-loads'), 500);
    assert.deepEqual(
      all.map(({ value, factors }) => [factors?.variant, value, factors?.rules]),
      [
        ['netlink', 8601351, 500],
        ['ipvsadm-restore', 63455170, 500],
        ['ipvsadm-exec', 1000327458, 500],
      ],
    );
  });
});
