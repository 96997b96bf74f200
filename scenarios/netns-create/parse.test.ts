import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { median } from '../../harness/stats/median.js';
import { parseCalls, parseFill, parseLatencies, parseSettled, parseState } from './parse.js';
import scenario from './scenario.js';

/** Recorded in a guest of the instruction clock, kernel 6.1; the expected figures were read off by awk and sort. */
const fixture = (name: string): string =>
  readFileSync(new URL(`./fixtures/${name}.out`, import.meta.url), 'utf8');

const known = (metric: string) => scenario.metrics.some(({ name }) => name === metric);

describe('parsing what a netns-create guest sent', () => {
  it('gives the latency of every add by its variant', () => {
    const all = parseLatencies(fixture('exact-add-at-500'), 'create_latency');
    const of = (name: string) => all.filter(({ factors }) => factors?.variant === name);
    assert.equal(all.length, 10);
    for (const [variant, expected] of [
      ['upstream', 2503675],
      ['control', 12616473],
    ] as const) {
      assert.equal(median(of(variant).map(({ value }) => value)), expected);
      assert.deepEqual(
        of(variant).map(({ iteration }) => iteration),
        [0, 1, 2, 3, 4],
      );
    }
  });

  it('gives the cost of a spawn by itself', () => {
    const all = parseLatencies(fixture('exact-spawn-noop'), 'spawn_overhead');
    assert.equal(all.length, 50);
    assert.equal(median(all.map(({ value }) => value)), 558660);
  });

  it('gives no latency at all when one add failed', () => {
    const failed = fixture('exact-add-at-500').replace(/^(4,upstream,2,504,\d+,\d+),0,/m, '$1,255,');
    assert.notEqual(failed, fixture('exact-add-at-500'));
    assert.throws(
      () => parseLatencies(failed, 'create_latency'),
      /1 of 10 commands failed.*upstream iteration 2/,
    );
  });

  it('gives the time of a fill', () => {
    const expected = [{ metric: 'fill_time', iteration: 0, value: 618566270 }];
    assert.deepEqual(parseFill(fixture('exact-fill-to-500')), expected);
  });

  it('gives memory and mounts', () => {
    const found = Object.fromEntries(
      parseState(fixture('exact-state-at-2000')).map((one) => [one.metric, one.value]),
    );
    assert.deepEqual(found, {
      mem_free: 1520708,
      mem_available: 1468564,
      slab: 445420,
      s_unreclaim: 413596,
      percpu: 13304,
      nsfs_mounts: 4000,
    });
    assert.throws(() => parseState(fixture('exact-state-at-2000').replace(/4000\n$/, '')), /nsfs mounts/);
  });

  it('tells the tool that scans from the one that does not, by its calls', () => {
    const counts = (variant: string) =>
      parseCalls(fixture(`exact-calls-of-${variant}-at-2000`)).map(({ metric, value }) => [metric, value]);
    assert.deepEqual(counts('control'), [
      ['open_calls', 2014],
      ['sendmsg_calls', 2000],
    ]);
    assert.deepEqual(counts('upstream'), [
      ['open_calls', 13],
      ['sendmsg_calls', 0],
    ]);
  });

  it('gives metrics that the scenario has', () => {
    for (const { metric } of [
      ...parseFill(fixture('exact-fill-to-500')),
      ...parseState(fixture('exact-state-at-2000')),
      ...parseCalls(fixture('exact-calls-of-control-at-2000')),
    ]) {
      assert.ok(known(metric), metric);
    }
  });

  it('says when deleted namespaces were not gone in time, and nothing when they were', () => {
    const settle = (active: number, settled: 0 | 1) =>
      parseSettled(`expected,active,duration_ns,settled\n508,${active},10000000000,${settled}\n`);
    assert.deepEqual(settle(505, 1), []);
    assert.deepEqual(settle(731, 0), ['not settled: 731 namespaces are alive after 10 s where 508 may be']);
    assert.throws(() => parseSettled('settled\n'), /CSV header/);
  });
});
