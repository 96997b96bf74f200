import assert from 'node:assert/strict';
import { fixture, onlyOf } from '../readings.testing.js';
import * as read from './parse.js';

const on = { run_estimation: 'on' };
/** Kernel 6.1. Of packets and requests the first rows are left, of the trace what a comment in it says. */
const recorded = (name: string): string => fixture(`${name}-at-79001`);
const way = recorded('real-packet-path-rps');
const untimed = way.replaceAll(/^.*netknee_.*\n/gm, '');
const samples = recorded('exact-timer-graph');

describe('a diagnosis of packets', () => {
  it('says where late probes waited', () => {
    assert.deepEqual(onlyOf(read.parsePath(way), on), {
      ...{ path_gap_max: 220_819_000, path_late_probes: 18, ontime_within_timer: 4 / 14 },
      ...{ late_within_timer: 1, late_on_timer_cpu: 1, late_in_softirq: 1 },
    });
  });

  it('shows the one that waited longest, there and back', () => {
    const [worst, gaps] = read.waits(way);
    assert.ok(worst?.kind === 'table' && gaps?.kind === 'table');
    assert.equal(worst.rows.length, 16);
    assert.equal(
      worst.rows[3]?.join(),
      '4,__netif_receive_skb,nk-peer,4026532444 netknee-probe,0,ksoftirqd/0-14 (softirq),30.656098 s,220,819 µs',
    );
    const hop = '__netif_rx,__netif_receive_skb,1 to 0,ksoftirqd/0 (softirq)';
    assert.deepEqual(gaps.rows.map(String), [`${hop},18,30.656098 s,30.656638 s,220,819 µs`]);
    assert.equal(gaps.note, '18 gaps of 50,000 µs or longer in 32 ways.');
    assert.deepEqual(worst.factors, on);
  });

  it('has no shares of late probes where none was late', () => {
    const calm = untimed.replaceAll(/ 30\.\d{6}: /g, ' 30.600000: ');
    const found = onlyOf(read.parsePath(calm));
    assert.deepEqual(Object.keys(found), ['path_gap_max', 'path_late_probes', 'ontime_within_timer']);
    assert.deepEqual([found.path_late_probes, found.ontime_within_timer], [0, 0]);
  });

  it('sets nothing against a timer that the kernel does not have', () => {
    const lacking = untimed.replace('# tracer: nop', '# netknee: no function estimation_timer');
    assert.deepEqual(Object.keys(onlyOf(read.parsePath(lacking))), ['path_gap_max', 'path_late_probes']);
  });

  it('says what tracing costs, where it was measured', () => {
    const packets = (ns: number) => `sequence,intended_ns,sent_ns,received_ns\n0,10,11,${10 + ns}\n`;
    const both = `@@ packets\n${packets(60)}@@ plain\n${packets(40)}`;
    assert.equal(onlyOf(read.parsePath(way.replace(/@@ packets\n[^@]*/, both))).path_overhead, 1.5);
  });

  it('says how far bpftrace and tracefs agree', () => {
    const all = read.parseAgreement(recorded('real-path-agreement'));
    assert.deepEqual([all.at(-1)?.metric, all.at(-1)?.factors?.path], ['bpftrace_overhead', 'away']);
    const found = onlyOf(all, on);
    assert.equal(found.paths_seen_by_both, 1);
    assert.ok(found.path_gap_difference! < 20_000, String(found.path_gap_difference));
    assert.ok(found.path_same_hop! > 0.9, String(found.path_same_hop));
    assert.deepEqual(read.parseAgreement('# netknee: no bpftrace\n'), []);
  });

  it('counts requests beyond the deadline as errors', () => {
    const found = onlyOf(read.parseRequests(recorded('real-requests-receiver')), on);
    assert.equal(found.request_in_time_share, 253 / 300);
    assert.ok(Math.abs(found.request_error_share! - 47 / 300) < 1e-12);
    assert.equal(found.tcp_latency_max, 1_289_557_448);
  });
});

describe('a diagnosis of the timer’s CPU', () => {
  it('shows a CPU full of softirqs where the mean of all hides it', () => {
    const found = onlyOf(read.parseWindows(recorded('real-softirq-windows')), on);
    assert.deepEqual([found.softirq_window_max_cpu0, found.softirq_window_max_cpu1], [1, 0.2]);
    assert.equal(found.softirq_window_max_mean, 13 / 22);
    assert.ok(Math.abs(found.softirq_window_mean! - 0.079) < 0.001);
  });

  it('has the shares of what is not idle, and shows the same samples', () => {
    assert.deepEqual(onlyOf(read.parseTimerGraph(samples), on), {
      timer_softirq_stack_share: 1072 / 1074,
      estimation_timer_stack_share: 1072 / 1074,
    });
    const [graph] = read.timerGraph(samples);
    assert.ok(graph?.kind === 'stacks');
    const seen = graph.stacks.reduce((sum, [, count]) => sum + count, 0);
    assert.deepEqual([seen, graph.factors], [1074, on]);
  });

  it('takes a kernel without the knob for one that estimates, and believes no other value of it', () => {
    const knob = (value: string) =>
      samples.replace('@@ run-estimation\n1\n', `@@ run-estimation\n${value}\n`);
    assert.equal(Object.keys(onlyOf(read.parseTimerGraph(knob('absent')), on)).length, 2);
    assert.throws(() => read.parseTimerGraph(knob('0')), /run_estimation is 0/);
  });

  it('has no share of the timer where the kernel estimates in a thread', () => {
    const thread = samples
      .replace('@@ run-estimation', '@@ estimation-by\nthreads\n@@ run-estimation')
      .replaceAll('estimation_timer', 'ip_vs_estimation_kthread');
    const found = onlyOf(read.parseTimerGraph(thread), { ...on, mitigation: 'threads' });
    assert.deepEqual(found, { estimation_thread_stack_share: 1072 / 1074 });
  });
});
