import assert from 'node:assert/strict';
import { type Measurement, variantLatencies } from '../../harness/index.js';
import { median } from '../../harness/stats/median.js';
import { parseCallGraph } from './diagnosis/call-graph.js';
import { parseCaller, parseTracedCalls } from './diagnosis/pass.js';
import { parseCalls, parseFill, parseSettled, parseState } from './parse.js';
import { recorded, valuesOf } from './recorded.testing.js';

const MEMORY = 'mem_free mem_available slab s_unreclaim percpu nsfs_mounts';
const TRACED = 'traced_add_time traced_opens traced_sendmsgs scan_rounds scan_call_time';
const CALLS = 'open_calls sendmsg_calls';
const GRAPH = 'open_share sendmsg_share recvmsg_share unshare_share mount_share sampling_cost';
/** Samples counted, of all; and the mean of 50 sampled adds over that of 10 plain ones, added up. */
const graph = (counts: number[], all: number, cost: number) => [...counts.map((count) => count / all), cost];
const CONTROL = graph([875, 805, 545, 260, 13], 2764, 673373597 / 50 / (123214663 / 10));
const UPSTREAM = graph([1, 0, 0, 294, 55], 414, 140161986 / 50 / (26139671 / 10));

/** Parser, recorded output, metrics, and the figures that were read off by awk, grep and sort. Control: what reverted was called. */
const READ: [(stdout: string) => Measurement[], fixture: string, metrics: string, figures: number[]][] = [
  [parseFill, 'fill-to-500', 'fill_time', [618566270]],
  [parseState, 'state-at-2000', MEMORY, [1520708, 1468564, 445420, 413596, 13304, 4000]],
  [parseCalls, 'calls-of-control-at-2000', CALLS, [2014, 2000]],
  [parseCalls, 'calls-of-upstream-at-2000', CALLS, [13, 0]],
  [parseTracedCalls, 'trace-of-control-at-20', TRACED, [263_093_000, 34, 20, 20, 1_568_000]],
  [parseTracedCalls, 'trace-of-upstream-at-20', TRACED, [5_798_000, 13, 0, 0, 272_000]],
  [parseCaller, 'caller-of-control-at-500', 'sendmsg_hits map_init_share', [500, 1]],
  [parseCaller, 'caller-of-upstream-at-500', 'sendmsg_hits', [0]],
  [parseCallGraph, 'call-graph-of-control-at-500', GRAPH, CONTROL],
  [parseCallGraph, 'call-graph-of-upstream-at-3930', GRAPH, UPSTREAM],
];

describe('what a netns-create guest printed', () => {
  for (const [parse, name, metrics, figures] of READ) {
    it(`${name} has the figures that awk reads in it`, () => {
      const values = valuesOf(parse(recorded(`exact-${name}`)));
      assert.deepEqual([Object.keys(values).join(' '), Object.values(values)], [metrics, figures]);
    });
  }

  it('has the latency of every add by its variant, and the cost of a spawn by itself', () => {
    const all = variantLatencies(recorded('exact-add-at-500'), 'create_latency');
    const of = (name: string) => all.filter(({ factors }) => factors?.variant === name);
    assert.equal(all.length, 10);
    for (const [variant, expected] of Object.entries({ upstream: 2503675, control: 12616473 })) {
      const iterations = of(variant).map(({ iteration }) => iteration);
      assert.deepEqual(iterations, [0, 1, 2, 3, 4]);
      assert.equal(median(of(variant).map(({ value }) => value)), expected);
    }
    const spawns = variantLatencies(recorded('exact-spawn-noop'), 'spawn_overhead');
    assert.deepEqual([spawns.length, median(spawns.map(({ value }) => value))], [50, 558660]);
  });

  it('is no state without the count of mounts', () => {
    assert.throws(() => parseState(recorded('exact-state-at-2000').replace(/4000\n$/, '')), /nsfs mounts/);
  });

  it('says when deleted namespaces were not gone in time, and nothing when they were', () => {
    const settle = (active: number, settled: 0 | 1) =>
      parseSettled(`expected,active,duration_ns,settled\n508,${active},10000000000,${settled}\n`);
    assert.deepEqual(settle(505, 1), []);
    assert.deepEqual(settle(731, 0), ['not settled: 731 namespaces are alive after 10 s where 508 may be']);
    assert.throws(() => parseSettled('settled\n'), /CSV header/);
  });
});

describe('who calls sendmsg in one add', () => {
  const control = recorded('exact-caller-of-control-at-500');

  it('is told for each backtrace', () => {
    const other = control.replace(
      /(@@ hit-3[^@]*)netns_map_init([^@]*)netns_map_init/,
      '$1set_link$2set_link',
    );
    assert.equal(valuesOf(parseCaller(other)).map_init_share, 0.8);
  });

  it('is not told without gdb, nor by name without symbols', () => {
    assert.deepEqual(parseCaller('# netknee: no gdb\n'), []);
    const stripped = control.replaceAll(/ (rtnl|netns|do|main|get)\w* \(/g, ' ?? (');
    assert.deepEqual(valuesOf(parseCaller(stripped)), { sendmsg_hits: 500 });
  });
});
