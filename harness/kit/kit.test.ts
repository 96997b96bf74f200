import assert from 'node:assert/strict';
import type { Trial } from '../types.js';
import { conclusions, growsLinearly, ratioAtLeast, staysFlat } from './conclusions.js';
import { above, cell, claimsOf, levelsFigure, metric, ratio, table } from './declare.js';
import { state, treatment } from './factors.js';
import { parseFunctionTime } from './kernel.js';
import { parseOpenLoop } from './open-loop.js';
import { parseBurst } from './spawn-time.js';
import { sweep } from './sweep.js';

const trial = (more: Partial<Trial> = {}): Trial =>
  ({ levels: [0, 10], variants: [], iterations: 2, seed: 1, ...more }) as Trial;
const draft = (title: string) => ({ title, argv: ['true'], deadlineS: 1, onFailure: 'abort' as const });

describe('sweep', () => {
  const steps = sweep('rules', {
    prepare: () => draft('prepare'),
    reach: (level, previous) => draft(`from ${previous} to ${level}`),
    measure: () => [draft('one'), draft('two')],
  });

  it('reaches a level before it measures every treatment there, all of it stamped', () => {
    const all = steps(trial({ treatments: { method: ['chain', 'set'] }, variants: ['a', 'b'] }));
    assert.equal(all.length, 1 + 2 * (1 + 4 * 2));
    assert.deepEqual([all[0]!.id, all[0]!.factors], ['001-prepare', undefined]);
    assert.deepEqual([all[1]!.title, all[1]!.factors], ['from 0 to 0 at 0', { rules: 0 }]);
    const measured = all.filter(({ level, title }) => level === 10 && title.startsWith('one'));
    assert.deepEqual(measured.map(({ factors }) => JSON.stringify(factors)).sort(), [
      '{"rules":10,"variant":"a","method":"chain"}',
      '{"rules":10,"variant":"a","method":"set"}',
      '{"rules":10,"variant":"b","method":"chain"}',
      '{"rules":10,"variant":"b","method":"set"}',
    ]);
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  });

  it('has an order of each seed’s own, and the same one of the same seed', () => {
    const order = (seed: number) =>
      steps(trial({ seed, treatments: { method: ['a', 'b', 'c', 'd', 'e'] } }))
        .map(({ title }) => title)
        .join();
    assert.equal(order(1), order(1));
    assert.notEqual(order(1), order(2));
  });
});

describe('factors', () => {
  it('knows an amount from a text', () => {
    assert.equal(treatment('flows', 'flows', [1, 2]).kind, 'amount');
    assert.equal(treatment('method', 'method', ['chain', 2]).kind, 'text');
    assert.deepEqual(state('rules', 'rules', [1], { smoke: [0] }).byProfile, { smoke: [0] });
  });
});

describe('short ways to declare', () => {
  it('gives what the long way gives, and leaves out what is not said', () => {
    const { shape, absolute } = claimsOf('a paper');
    const where = { rules: 'highest' };
    assert.deepEqual(shape('C1', 'it grows', ratio(['late', 'early'], where), above(2)), {
      ...{ id: 'C1', statement: 'it grows', published: '–', kind: 'shape', source: 'a paper' },
      measure: { type: 'ratio', metric: 'late', underMetric: 'early', over: where, under: where },
      holds: { is: 'above', bound: 2 },
    });
    assert.deepEqual(absolute('C2', 'one call', cell('late', where), '3 ms'), {
      ...{ id: 'C2', statement: 'one call', published: '3 ms', kind: 'absolute', source: 'a paper' },
      measure: { type: 'cell', metric: 'late', where },
    });
    assert.deepEqual(metric('late', 'ns', 'one call', { nondeterministic: true }), {
      ...{ name: 'late', unit: 'ns', better: 'lower', title: 'one call', nondeterministic: true },
    });
    assert.deepEqual(Object.keys(table('t', 'T', ['late'], 'rules')).includes('where'), false);
    assert.deepEqual(levelsFigure('f', 'F', 'late', 'rules', ['method'], { fit: true }), {
      ...{ kind: 'levels', name: 'f', title: 'F', metric: 'late', x: 'rules', series: ['method'], fit: true },
    });
  });
});

describe('conclusions', () => {
  it('gives claims, and each table and figure once', () => {
    const { claims, tables, figures, scalings } = conclusions(
      growsLinearly('latency', 'rules', { method: 'chain' }),
      staysFlat('latency', 'rules', { method: 'set' }, { id: 'N2', within: 1.2 }),
      ratioAtLeast('latency', 'rules', {
        over: { method: 'chain', rules: 'highest' },
        under: { method: 'set', rules: 'highest' },
        bound: 2,
      }),
    );
    assert.deepEqual(
      claims.map(({ id }) => id),
      ['latency-grows-chain', 'N2', 'latency-chain-highest-over-set-highest'],
    );
    assert.deepEqual(claims[1]!.holds, { is: 'below', bound: 1.2 });
    assert.deepEqual(claims[1]!.measure, {
      ...{ type: 'ratio', metric: 'latency' },
      over: { method: 'set', rules: 'highest' },
      under: { method: 'set', rules: 'lowest' },
    });
    assert.deepEqual(
      [tables, figures].map((list) => list.map(({ name }) => name)),
      [['latency'], ['latency']],
    );
    assert.deepEqual(scalings[0]!.series, ['method']);
  });
});

const HEADER =
  'sequence,label,iteration,count,start_ns,duration_ns,exit,user_us,system_us,minor_faults,major_faults,max_rss_kb';
const spawned = (start: number, duration: number, exit = 0) =>
  `${HEADER}\n0,x,0,,${start},${duration},${exit},0,0,0,0,0\n`;

describe('what the steps of the kit print', () => {
  it('is quantiles of an open loop, and nothing where a request was lost', () => {
    const rows = 'sequence,intended_ns,sent_ns,received_ns\n0,10,11,30\n1,20,21,60\n';
    assert.deepEqual(
      parseOpenLoop(rows, 'x').map(({ metric, value }) => [metric, value]),
      [
        ['x_p50', 30],
        ['x_p99', 39.8],
        ['x_max', 40],
      ],
    );
    assert.throws(() => parseOpenLoop(rows.replace(',60', ','), 'x'), /1 of 2 requests were not answered/);
  });

  it('is each command of a burst and the whole of it, and nothing where one failed or is missing', () => {
    const both = `@@ part-1\n${spawned(100, 50)}@@ part-2\n${spawned(120, 80)}`;
    assert.deepEqual(
      parseBurst(both, 'x', 2).map(({ metric, value }) => [metric, value]),
      [
        ['x', 50],
        ['x', 80],
        ['x_wall', 100],
      ],
    );
    assert.throws(() => parseBurst(both, 'x', 3), /2 commands where 3 are due/);
    assert.throws(() => parseBurst(`@@ part-1\n${spawned(1, 2, 1)}`, 'x', 1), /1 of 1 commands failed/);
  });

  it('is no time of a function that the kernel does not have', () => {
    assert.deepEqual(parseFunctionTime('# netknee: no function nothing_at_all\n', 'x'), []);
  });
});
