import assert from 'node:assert/strict';
import { type MadeCell, rowsOf } from '../cells/rows.testing.js';
import { cellText } from '../document/table.js';
import type { PredictionSpec } from '../types.js';
import { predicted, predictions, predictionWords } from './prediction.js';
import { predictionTables } from './prediction-table.js';

const spec: PredictionSpec = {
  name: 'cost',
  title: 'One run',
  metric: 'latency',
  by: 'rules',
  factor: 'possibleCpus',
  where: { run_estimation: 'on' },
  published: { units: 79_004, factor: 80, value: 310e6, source: 'a write-up' },
};

/** rules × (88 + 41 × possible CPUs) ns over a floor of 1 µs, in two boots. */
const cells = (cpus: number, more: Partial<MadeCell> = {}): MadeCell[] =>
  [0, 1000, 5000, 20_000].map((rules) => ({
    clock: 'instructions',
    rules,
    possibleCpus: cpus,
    run_estimation: 'on',
    boots: [1000 + rules * (88 + 41 * cpus), 1000 + rules * (88 + 41 * cpus)],
    machine: `p${cpus}`,
    ...more,
  }));
const three = [...cells(2), ...cells(32), ...cells(80)];

describe('predictions', () => {
  it('finds what a unit costs by itself and for each level of the factor', () => {
    const [one, ...more] = predictions(spec, rowsOf(...three));
    assert.deepEqual(more, []);
    assert.ok(Math.abs(one!.a - 88) < 1e-6 && Math.abs(one!.b - 41) < 1e-6 && one!.rSquared > 0.999999);
    assert.deepEqual(one!.levels, [2, 32, 80]);
    assert.equal(Math.round(predicted(one!, 79_004, 80)), Math.round(79_004 * 3368));
  });

  it('says it in one sentence', () => {
    const [one] = predictions(spec, rowsOf(...three));
    assert.equal(
      predictionWords(one!, 20_000, 96),
      'One run: rules × (88.0 + 41.0 × possible CPUs) ns on the instruction clock, kernel 6.1: 80.5 ms for 20,000 rules on 96 possible CPUs',
    );
  });

  it('does not predict from two levels, from the wall clock or from what the spec leaves out', () => {
    assert.deepEqual(predictions(spec, rowsOf(...cells(2), ...cells(80))), []);
    const real = three.map((cell): MadeCell => ({ ...cell, clock: 'wall' }));
    assert.deepEqual(predictions(spec, rowsOf(...real)), []);
    const off = three.map((cell): MadeCell => ({ ...cell, run_estimation: 'off' }));
    assert.deepEqual(predictions(spec, rowsOf(...off)), []);
  });

  it('keeps kernels apart', () => {
    const other = three.map((cell): MadeCell => ({ ...cell, kernel: '5.10' }));
    const found = predictions(spec, rowsOf(...three, ...other));
    assert.deepEqual(found.map(({ of }) => of.kernel).sort(), ['5.10', '6.1']);
  });
});

describe('predictionTables', () => {
  it('holds the fit against what was published', () => {
    const [table] = predictionTables(spec, { name: 's' }, rowsOf(...three));
    assert.deepEqual(
      table!.rows.map((row) => row.map(cellText)),
      [['6.1', '2, 32, 80', '88.0 ns', '41.0 ns', '1.00', '266 ms', '310 ms']],
    );
    assert.match(table!.note!, /266 ms for 79,004 rules on 80 possible CPUs; published: 310 ms/);
    assert.match(table!.note!, /no ratio is taken/);
    assert.deepEqual(predictionTables(spec, { name: 's' }, rowsOf(...cells(2))), []);
    const { published: _, ...alone } = spec;
    const [plain] = predictionTables(alone, { name: 's' }, rowsOf(...three));
    assert.deepEqual(plain!.rows[0]!.map(cellText), ['6.1', '2, 32, 80', '88.0 ns', '41.0 ns', '1.00']);
    assert.doesNotMatch(plain!.note!, /published/);
  });
});
