import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Measurement } from '../../../harness/index.js';
import scenario from '../scenario.js';
import { packetPath, parsePath, waits } from './packet-path.js';
import { parseAgreement, pathAgreement } from './path-agreement.js';
import { parseRequests, requests } from './requests.js';
import { parseWindows, softirqWindows } from './softirq-windows.js';

/**
 * Recorded in a guest with kernel 6.1 and 32 possible CPUs. Of packets and requests the first rows are left, of the trace
 * what a comment in it says; the windows are whole.
 */
const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/real-${name}-at-79001.out`, import.meta.url), 'utf8');
const RULES = 79001;
const figures = (all: Measurement[]) => Object.fromEntries(all.map(({ metric, value }) => [metric, value]));

describe('a diagnosis of packets', () => {
  const path = () => parsePath(fixture('packet-path-rps'));
  const windows = () => parseWindows(fixture('softirq-windows'));
  const agreement = () => parseAgreement(fixture('path-agreement'));
  const answers = () => parseRequests(fixture('requests-receiver'));

  it('says where late probes waited', () => {
    const found = figures(path());
    assert.equal(found.path_gap_max, 220_819_000);
    assert.equal(found.path_late_probes, 18);
    assert.deepEqual([found.late_within_timer, found.late_on_timer_cpu, found.late_in_softirq], [1, 1, 1]);
    assert.equal(found.ontime_within_timer, 4 / 14);
    assert.ok(!('path_overhead' in found));
  });

  it('shows the one that waited longest, there and back', () => {
    const [attachment, gaps] = waits(fixture('packet-path-rps'));
    assert.ok(attachment?.kind === 'table');
    assert.equal(attachment.rows.length, 16);
    assert.equal(attachment.rows[3]?.join(), ROW);
    assert.ok(gaps?.kind === 'table');
    assert.deepEqual(gaps.rows, [GAPS]);
    assert.equal(gaps.note, '18 gaps of 50,000 µs or longer in 32 ways.');
    assert.deepEqual(attachment.factors, { run_estimation: 'on' });
  });

  it('has no shares of late probes where none was late', () => {
    const calm = fixture('packet-path-rps')
      .replaceAll(/^.*netknee_.*\n/gm, '')
      .replaceAll(/ 30\.\d{6}: /g, ' 30.600000: ');
    const found = figures(parsePath(calm));
    assert.equal(found.path_late_probes, 0);
    assert.ok(!('late_within_timer' in found) && !('late_on_timer_cpu' in found));
    assert.equal(found.ontime_within_timer, 0);
  });

  it('says what tracing costs, where it was measured', () => {
    const packets = (ns: number) => `sequence,intended_ns,sent_ns,received_ns\n0,10,11,${10 + ns}\n`;
    const both = fixture('packet-path-rps').replace(
      /@@ packets\n[^@]*/,
      `@@ packets\n${packets(60)}@@ plain\n${packets(40)}`,
    );
    assert.equal(figures(parsePath(both)).path_overhead, 1.5);
  });

  it('sets nothing against a timer that the kernel does not have', () => {
    const lacking = fixture('packet-path-rps')
      .replaceAll(/^.*netknee_.*\n/gm, '')
      .replace('# tracer: nop', '# netknee: no function estimation_timer');
    const found = figures(parsePath(lacking));
    assert.deepEqual(Object.keys(found), ['path_gap_max', 'path_late_probes']);
  });

  it('shows a CPU full of softirqs where the mean of all hides it', () => {
    const found = figures(windows());
    assert.deepEqual([found.softirq_window_max_cpu0, found.softirq_window_max_cpu1], [1, 0.2]);
    assert.equal(found.softirq_window_max_mean, 13 / 22);
    assert.ok(Math.abs(found.softirq_window_mean! - 0.079) < 0.001);
  });

  it('counts requests beyond the deadline as errors', () => {
    const found = figures(answers());
    assert.equal(found.request_in_time_share, 253 / 300);
    assert.ok(Math.abs(found.request_error_share! - 47 / 300) < 1e-12);
    assert.equal(found.tcp_latency_max, 1_289_557_448);
  });

  it('says how far bpftrace and tracefs agree', () => {
    const found = figures(agreement());
    assert.equal(found.paths_seen_by_both, 1);
    assert.ok(found.path_gap_difference! < 20_000, String(found.path_gap_difference));
    assert.ok(found.path_same_hop! > 0.9, String(found.path_same_hop));
    assert.deepEqual(parseAgreement('# netknee: no bpftrace\n'), []);
  });

  it('gives metrics that the scenario has', () => {
    const names = scenario.metrics.map(({ name }) => name);
    for (const one of [...path(), ...windows(), ...answers(), ...agreement()]) {
      assert.ok(names.includes(one.metric), one.metric);
      assert.equal(one.factors?.run_estimation, 'on');
    }
  });

  it('asks at the highest level of the wall clock alone', () => {
    const trial = { clock: 'wall', levels: [0, RULES], seed: 1 } as Parameters<typeof packetPath>[0];
    const asked = (of: typeof trial, rules: number) =>
      [packetPath, softirqWindows, requests, pathAgreement].map((probe) => probe(of, rules).length);
    assert.deepEqual(asked(trial, RULES), [3, 1, 2, 1]);
    assert.deepEqual(asked(trial, 0), [0, 0, 0, 0]);
    assert.deepEqual(asked({ ...trial, clock: 'instructions' }, RULES), [0, 0, 0, 0]);
  });
});

const ROW =
  '4,__netif_receive_skb,nk-peer,4026532444 netknee-probe,0,ksoftirqd/0-14 (softirq),30.656098 s,220,819 µs';
const GAPS = [
  '__netif_rx',
  '__netif_receive_skb',
  '1 to 0',
  'ksoftirqd/0 (softirq)',
  '18',
  '30.656098 s',
  '30.656638 s',
  '220,819 µs',
];
