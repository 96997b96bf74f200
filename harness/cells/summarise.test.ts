import assert from 'node:assert/strict';
import { ipvsEstimation, manifest, netnsCreate, observations } from '../report/fixtures/small-run.js';
import type { Observation } from '../types.js';
import { type FlatLevels, withFactors } from './rows.testing.js';
import { summarise } from './summarise.js';
import { bootMediansOf } from './summary-row.js';

const base: Observation = {
  run: 'r1',
  trial: 't1',
  block: 1,
  boot: 1,
  clock: 'instructions',
  scenario: 'netns-create',
  kernel: '6.1',
  possibleCpus: 2,
  memoryMb: 2048,
  factors: { namespaces: 500, variant: 'stock' },
  metric: 'create_latency',
  unit: 'ns',
  iteration: 0,
  value: 0,
};

const boot = (
  trial: string,
  values: number[],
  more: Partial<Omit<Observation, 'factors'>> & FlatLevels = {},
): Observation[] => {
  const { factors, ...rest } = withFactors(more);
  const all = { ...base.factors, ...factors };
  return values.map((value, iteration) => ({ ...base, trial, iteration, value, ...rest, factors: all }));
};

describe('summarise', () => {
  it('takes the median of the boots, not of the pooled iterations', () => {
    // Pooled, the five iterations of t1 would win: the median of all would be 10.
    const rows = summarise(
      [...boot('t1', [10, 10, 10, 10, 10]), ...boot('t2', [30]), ...boot('t3', [50])],
      [netnsCreate],
    );
    assert.equal(rows.length, 1);
    const { median, min, max, boots, iterations, interval } = rows[0]!;
    assert.deepEqual(
      { median, min, max, boots, iterations },
      { median: 30, min: 10, max: 50, boots: 3, iterations: 7 },
    );
    assert.deepEqual(bootMediansOf(rows[0]!), [10, 30, 50]);
    assert.deepEqual(interval, { kind: 'insufficient', need: 6 });
  });

  it('gives an interval from six boots on', () => {
    const rows = summarise(
      [1, 2, 3, 4, 5, 6].flatMap((n) => boot(`t${n}`, [n])),
      [netnsCreate],
    );
    assert.deepEqual(rows[0]!.interval, { kind: 'interval', low: 1, high: 6, coverage: 0.96875 });
  });

  it('keeps equal trial ids of two runs apart', () => {
    const rows = summarise([...boot('t1', [1]), ...boot('t1', [3], { run: 'r2' })], [netnsCreate]);
    assert.equal(rows[0]!.boots, 2);
  });

  it('separates cells by every factor and leaves absent factors absent', () => {
    const variations: (Partial<Omit<Observation, 'factors'>> & FlatLevels)[] = [
      {},
      { clock: 'wall' },
      { kernel: '6.12' },
      { possibleCpus: 80 },
      { memoryMb: 4096 },
      { namespaces: 0 },
      { rules: 0 },
      { variant: 'upstream' },
      { run_estimation: 'off' },
      { path: 'away' },
      { metric: 'delete_latency' },
      { scenario: 'ipvs-estimation' },
    ];
    const rows = summarise(
      variations.flatMap((more) => boot('t1', [1], more)),
      [netnsCreate],
    );
    assert.equal(rows.length, variations.length);
  });

  it('orders by scenario, clock, kernel, CPUs, metric as defined, level', () => {
    const rows = summarise(
      [
        ...boot('t1', [1], { scenario: 'another', metric: 'x' }),
        ...boot('t1', [1], { scenario: 'ipvs-estimation', metric: 'x' }),
        ...boot('t1', [1], { clock: 'wall' }),
        ...boot('t1', [1], { kernel: '6.12' }),
        ...boot('t1', [1], { metric: 'a_metric_not_described' }),
        ...boot('t1', [1], { metric: 'open_calls' }),
        ...boot('t1', [1], { namespaces: 2000 }),
        ...boot('t1', [1], { variant: 'upstream' }),
        ...boot('t1', [1]),
      ],
      [netnsCreate, ipvsEstimation],
    );
    assert.deepEqual(
      rows.map((r) =>
        [r.scenario, r.clock, r.kernel, r.metric, r.factors.namespaces, r.factors.variant].join(' '),
      ),
      [
        'netns-create instructions 6.1 create_latency 500 stock',
        'netns-create instructions 6.1 create_latency 500 upstream',
        'netns-create instructions 6.1 create_latency 2000 stock',
        'netns-create instructions 6.1 open_calls 500 stock',
        'netns-create instructions 6.1 a_metric_not_described 500 stock',
        'netns-create instructions 6.12 create_latency 500 stock',
        'netns-create wall 6.1 create_latency 500 stock',
        'ipvs-estimation instructions 6.1 x 500 stock',
        'another instructions 6.1 x 500 stock',
      ],
    );
  });

  it('does not depend on the order of the observations', () => {
    const rows = summarise(observations, manifest.scenarios);
    assert.deepEqual(summarise([...observations].reverse(), manifest.scenarios), rows);
  });

  it('refuses one metric in two units', () => {
    assert.throws(
      () => summarise([...boot('t1', [1]), ...boot('t2', [1], { unit: 'kB' })], [netnsCreate]),
      /create_latency comes in two units: ns and kB/,
    );
  });
});
