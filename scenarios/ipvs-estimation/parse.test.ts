import assert from 'node:assert/strict';
import { parseLoad, parseLoadMethods, parseProbe, parseRates, parseTimer, parseTreated } from './parse.js';
import { fixture, onlyOf, valuesOf } from './readings.testing.js';

/** Recorded in guests with kernel 6.1. */
const RULES = 79001;
const on = { run_estimation: 'on' };

/** The timer rests for 2 s after each run, which takes a quarter of a second or less. */
function assertPeriods(periods: number[] | undefined, count: number, low: number, high: number): void {
  assert.equal(periods?.length, count);
  for (const period of periods) assert.ok(period / 2e9 > low && period / 2e9 < high, String(period));
}

describe('the timer alone, instruction clock, 80 possible CPUs', () => {
  const text = fixture(`exact-timer-at-${RULES}-estimation-1`);
  const runs = [266307200, 266302400, 266306500, 266307500];

  it('gives the runs of the timer that has the rules, not those of empty namespaces', () => {
    const found = valuesOf(parseTimer(text, 1, RULES), on);
    assert.deepEqual(found.estimation_timer_duration, runs);
    assertPeriods(found.estimation_timer_period, 3, 1.13, 1.17);
  });

  it('gives microseconds with estimation off', () => {
    const all = parseTimer(fixture(`exact-timer-at-${RULES}-estimation-0`), 0, RULES);
    const { estimation_timer_duration: found = [] } = valuesOf(all, { run_estimation: 'off' });
    assert.ok(found.length >= 4 && found.every((ns) => ns < 10_000), found.join());
  });

  it('measures a kernel without the knob as one that estimates, and not what it can’t do', () => {
    const absent = text.replace('@@ run-estimation\n1\n', '@@ run-estimation\nabsent\n');
    assert.deepEqual(valuesOf(parseTimer(absent, 1, RULES), on).estimation_timer_duration, runs);
    assert.deepEqual(parseTimer('@@ run-estimation\nabsent\n', 0, RULES), []);
  });

  it('refuses an answer to another question, a timer on another CPU, and a trace with losses', () => {
    assert.throws(() => parseTimer(text, 0, RULES), /run_estimation is 1 where 0 was set/);
    const elsewhere = text.replaceAll('|    0) @', '|    1) @');
    assert.throws(() => parseTimer(elsewhere, 1, RULES), /the timer ran on CPU 1, not 0/);
    const lost = text.replace(/\n {2}204\.384002/, '\nCPU:0 [LOST 7 EVENTS]\n  204.384002');
    assert.notEqual(lost, text);
    assert.throws(() => parseTimer(lost, 1, RULES), /lost events/);
  });
});

describe('a probe of three paths, wall clock, 32 possible CPUs', () => {
  const text = fixture(`real-probe-at-${RULES}-estimation-1`);
  const paths = ['rps', 'away', 'receiver'];
  const parse = (more: object = {}) =>
    parseProbe(text, { asked: 1, rules: RULES, paths, traced: true, ...more });
  const of = (path: string | undefined) => parse().filter(({ factors }) => factors?.path === path);

  for (const [path, late, p50, p90, max] of [
    ['away', 0, 664264.5, 1609353.4, 7208140],
    ['receiver', 52, 4152512, 10015016.5, 156454781],
    ['rps', 94, 1045356, 38023348.5, 287344217],
  ] as const) {
    it(`has a latency for each packet of a path, and what sums them up: ${path}`, () => {
      const { probe_latency: packets, ...found } = valuesOf(of(path), on);
      assert.equal(packets?.length, 1000);
      assert.ok(Math.abs(found.probe_latency_p90![0]! - p90) < 0.01);
      assert.deepEqual([found.probe_latency_p50, found.probe_latency_max], [[p50], [max]]);
      assert.deepEqual([found.probe_lost, found.probe_late_share], [[0], [late / 1000]]);
    });
  }

  it('has softirqs of the CPUs that are online alone, during each path', () => {
    const all = of('receiver').filter(({ metric }) => metric.includes('softirq'));
    assert.deepEqual(valuesOf(all, on), {
      timer_softirqs_cpu0: [68],
      timer_softirqs_cpu1: [90],
      softirq_share_cpu0: [56 / 413],
      softirq_share_cpu1: [139 / 413],
      softirq_share_mean: [(56 / 413 + 139 / 413) / 2],
    });
  });

  it('has the runs of the timer meanwhile, of no path, when it was traced', () => {
    const runs = [172626500, 273464700, 145846200, 173444100, 157248300, 133873200];
    const found = valuesOf(of(undefined), on);
    assert.deepEqual(found.estimation_timer_duration, runs);
    assertPeriods(found.estimation_timer_period, 5, 1.08, 1.16);
    assert.deepEqual(Object.keys(found), ['estimation_timer_duration', 'estimation_timer_period']);
    assert.equal(valuesOf(parse({ traced: false })).estimation_timer_duration, undefined);
  });

  it('misses a path that is not there', () => {
    assert.throws(() => parse({ paths: ['same'] }), /no section "@@ packets\.same"/);
  });
});

describe('loading', () => {
  it('has its time', () => {
    const all = parseLoad(fixture(`exact-load-to-${RULES}`));
    assert.deepEqual(onlyOf(all, { variant: 'netlink' }), { load_time: 644348808 });
  });

  it('has the time of each way', () => {
    const all = parseLoadMethods(fixture('exact-compare-loads'), 500);
    assert.deepEqual(valuesOf(all, { rules: 500 }).load_time, [8601351, 63455170, 1000327458]);
    const ways = all.map(({ factors }) => factors?.variant);
    assert.deepEqual(ways, ['netlink', 'ipvsadm-restore', 'ipvsadm-exec']);
  });
});

/** Recorded in guests of the instruction clock with 10,000 rules: livepatch on kernel 6.1, est_nice on 6.12. */
const treated = (mitigation: string) =>
  valuesOf(parseTreated(fixture(`exact-${mitigation}-at-10000`), mitigation, 10_000, 'same'), {
    ...{ mitigation, run_estimation: 'on' },
  });

describe('a probe under a mitigation', () => {
  it('has no late packet under the livepatch, and no rate either', () => {
    const found = treated('livepatch');
    assert.ok(found.probe_latency!.length > 5000 && found.probe_latency_max![0]! < 100_000);
    assert.deepEqual([found.probe_late_share, found.service_rate], [[0], [0]]);
    assert.equal(found.estimation_thread_share, undefined);
  });

  it('keeps its rates where threads estimate, at a price in CPU time', () => {
    const { probe_latency, service_rate, estimation_thread_share } = treated('est-nice');
    assert.ok(probe_latency!.length > 5000);
    assert.deepEqual(service_rate, [26]);
    assert.ok(estimation_thread_share![0]! > 0.0001 && estimation_thread_share![0]! < 0.01);
  });

  it('is nothing where the kernel does not have it', () => {
    assert.deepEqual(parseTreated('@@ mitigation\nabsent\n', 'livepatch', 10_000, 'same'), []);
    assert.throws(() => parseTreated('@@ mitigation\n', 'livepatch', 10_000, 'same'), /livepatch is/);
  });

  it('refuses rates without the service', () => {
    const listing = 'IP Virtual Server version 1.2.1 (size=4096)\n';
    assert.throws(() => parseRates(listing), /no line of the service/);
  });
});
