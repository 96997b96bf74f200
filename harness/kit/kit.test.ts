import assert from 'node:assert/strict';
import { execa } from 'execa';
import type { Trial } from '../types.js';
import { ascending } from './ascending.js';
import { callsThrough } from './callers.js';
import { conclusions, growsLinearly, ratioAtLeast, staysFlat } from './conclusions.js';
import { above, cell, claimsOf, levelsFigure, metric, ratio, table } from './declare.js';
import { beforeAfterFigure, comparison, flameFigure, scaling, slopesFigure } from './effects.js';
import { state, treatment } from './factors.js';
import { parseFunctionTime } from './kernel.js';
import { parseOpenLoop } from './open-loop.js';
import { dealt, parseParts } from './parts.js';
import { program } from './program.js';
import { saidBy } from './said.js';
import { repeated } from './sh.js';
import { spawnRounds } from './spawn-rounds.js';
import { burst, parseBurst, spawnTime } from './spawn-time.js';
import { spawned } from './steps.testing.js';
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

describe('ascending', () => {
  it('tells each level the one before it, and says which steps stand at it', () => {
    const steps = ascending(
      () => [draft('prepare')],
      (_, level, previous) => [draft(`from ${previous} to ${level}`)],
    );
    assert.deepEqual(
      steps(trial({ levels: [5, 10] })).map(({ id, argv, ...rest }) => [id, rest.title, rest.level]),
      [
        ['001-prepare', 'prepare', undefined],
        ['002-from-0-to-5', 'from 0 to 5', 5],
        ['003-from-5-to-10', 'from 5 to 10', 10],
      ],
    );
  });
});

describe('program', () => {
  it('runs what it names with its words, and ends the trial where that fails', () => {
    const { argv, onFailure } = program('fill', '/run', 3);
    assert.deepEqual([argv, onFailure], [['fill', '/run', '3'], 'abort']);
  });
});

describe('repeated', () => {
  const run = (times: number, ...command: string[]) => {
    const [file, ...words] = repeated(times, ...command);
    return execa(file!, words, { reject: false });
  };

  it('runs a command so many times, its words as they are', async () => {
    assert.equal((await run(3, 'printf', '%s\n', 'a  b $x')).stdout, 'a  b $x\na  b $x\na  b $x');
    assert.equal((await run(0, 'echo', 'once')).stdout, '');
  });

  it('ends with the first that fails, and its code', async () => {
    const { exitCode, stdout } = await run(3, 'sh', '-c', 'echo once; exit 7');
    assert.deepEqual([exitCode, stdout], [7, 'once']);
  });
});

describe('a command that is timed', () => {
  it('is refused where it is no path, before anything runs', () => {
    const timed = spawnTime('add_time', 'one add');
    assert.throws(() => timed.step('0', 2, () => ['ip', 'link']), /add_time: "ip" is no path; .* \/sbin\/ip/);
    assert.throws(() => burst('many', 'one').step('0', 2, () => []), /many: "" is no path/);
    assert.ok(timed.step('0', 2, () => ['/sbin/ip', 'link']).files);
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

describe('claims as sentences', () => {
  it('are what the short ways give, in the same words', () => {
    const says = saidBy('a paper');
    const { shape, absolute } = claimsOf('a paper');
    const late = cell('late', { rules: 'highest' });
    assert.deepEqual(
      says('C1', 'it is late').holds(late, above(2)),
      shape('C1', 'it is late', late, above(2)),
    );
    assert.deepEqual(
      says('C2', 'it is late').published('3 ms').holds(late, above(2)),
      shape('C2', 'it is late', late, above(2), '3 ms'),
    );
    assert.deepEqual(
      says('C3', 'it is late').published('3 ms').absolute(late),
      absolute('C3', 'it is late', late, '3 ms'),
    );
  });
});

describe('short ways to declare effects', () => {
  const [before, after] = [{ method: 'chain' }, { method: 'set' }];

  it('gives what the long way gives, and leaves out what is not said', () => {
    assert.deepEqual(comparison('c', 'C', ['late'], 'rules', before, after), {
      ...{ name: 'c', title: 'C', metrics: ['late'], by: 'rules', before, after },
    });
    const grows = { name: 's', title: 'S', metric: 'late', by: 'rules' };
    assert.deepEqual(scaling('s', 'S', 'late', 'rules'), { ...grows, series: [] });
    assert.deepEqual(scaling('s', 'S', 'late', 'rules', ['method'], after), {
      ...{ ...grows, series: ['method'], reference: after },
    });
  });

  it('shows a scaling and a comparison by their names', () => {
    const figure = { name: 'f', title: 'F' };
    assert.deepEqual(slopesFigure('f', 'F', 's'), { ...figure, kind: 'slopes', scaling: 's' });
    assert.deepEqual(beforeAfterFigure('f', 'F', 'c', 'late', { levels: [1] }), {
      ...{ ...figure, kind: 'before-after', comparison: 'c', metric: 'late', levels: [1] },
    });
  });

  it('shows the stacks of a flame graph’s own name, or those that are named', () => {
    const flame = { kind: 'flame', name: 'f', title: 'F' };
    assert.deepEqual(flameFigure('f', 'F'), { ...flame, attachment: 'f' });
    const more = { attachment: 'stacks', against: after };
    assert.deepEqual(flameFigure('f', 'F', more), { ...flame, ...more });
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
    const both = `@@ part-1\n${spawned('x', [100, 50])}@@ part-2\n${spawned('x', [120, 80])}`;
    assert.deepEqual(
      parseBurst(both, 'x', 2).map(({ metric, value }) => [metric, value]),
      [
        ['x', 50],
        ['x', 80],
        ['x_wall', 100],
      ],
    );
    assert.throws(() => parseBurst(both, 'x', 3), /2 commands where 3 are due/);
    assert.throws(
      () => parseBurst(`@@ part-1\n${spawned('x', [1, 2, 1])}`, 'x', 1),
      /1 of 1 commands failed/,
    );
  });

  it('is the time of each variant’s command in each round, and nothing where one failed', () => {
    const { argv, files, parse } = spawnRounds(trial({ variants: ['a', 'b'], iterations: 3 }), {
      ...{ file: 'add', metric: 'x', order: ['add'], options: ['--pace-ms', '9'] },
      spawn: (variant, iteration) => ({ label: variant, iteration, argv: [`bin/${variant}`] }),
    });
    assert.deepEqual(argv, ['spawn-time', '--pace-ms', '9', 'schedules/add.tsv']);
    const lines = files!['schedules/add.tsv']!.trimEnd().split('\n');
    assert.deepEqual(
      [0, 2, 4].map((at) => lines.slice(at, at + 2).sort()),
      [0, 1, 2].map((round) => ['a', 'b'].map((variant) => `${variant}\t${round}\tbin/${variant}`)),
    );
    assert.deepEqual(parse!(spawned('x', [100, 50])), [
      { metric: 'x', iteration: 0, value: 50, factors: { variant: 'x' } },
    ]);
    assert.throws(() => parse!(spawned('x', [100, 50, 1])), /1 of 1 commands failed/);
  });

  it('is all spawns of the parts that ran at a time, each dealt its share', () => {
    const spawns = [0, 1, 2].map((iteration) => ({ label: 'x', iteration, argv: ['true'] }));
    assert.deepEqual(dealt(spawns, 2, String), { 0: 'x\t0\ttrue\nx\t2\ttrue\n', 1: 'x\t1\ttrue\n' });
    const both = `@@ part-1\n${spawned('x', [100, 50], [150, 90])}@@ part-2\n${spawned('x', [90, 80])}`;
    const { rows, spanNs } = parseParts(both, 2);
    assert.deepEqual([rows.map(({ durationNs }) => durationNs), spanNs], [[50, 90, 80], 150]);
    assert.throws(() => parseParts(both, 3), /2 parts where 3 are due/);
  });

  it('is the share of the calls that came through a path, where they can be told', () => {
    const hit = (i: number, ...names: string[]) =>
      [`@@ hit-${i}`, ...names.map((name, at) => `#${at}  0x1 in ${name} ()`), ''].join('\n');
    const of = (hits: string[]) =>
      `@@ breakpoint\n[Inferior 1 (process 9) exited normally]\n1 breakpoint keep y 0x1 in f\n\tbreakpoint already hit ${hits.length} times\n${hits.join('')}`;
    const calls = (...hits: string[]) => callsThrough(of(hits), ['a', 'main']);
    assert.deepEqual(calls(hit(1, 'f', 'a', 'main'), hit(2, 'f', 'main')), { hits: 2, share: 0.5 });
    assert.deepEqual(calls(hit(1, 'f', '??')), { hits: 1 });
    assert.deepEqual(callsThrough('# netknee: no gdb\n', ['main']), {});
  });

  it('is no time of a function that the kernel does not have', () => {
    assert.deepEqual(parseFunctionTime('# netknee: no function nothing_at_all\n', 'x'), []);
  });
});
