import assert from 'node:assert/strict';
import { type MadeCell, rowsOf } from '../cells/rows.testing.js';
import { lawsOf } from './laws-of.js';

/** In two boots: rules × (88 + 41 × possible CPUs) ns above a floor of 1 µs. */
const cells = (possibleCpus: number, clock: 'instructions' | 'wall' = 'instructions'): MadeCell[] =>
  [0, 1000, 5000, 20_000].map((rules) => ({
    ...{ clock, rules, possibleCpus, run_estimation: 'on', machine: `p${possibleCpus}` },
    boots: Array(2).fill(1000 + rules * (88 + 41 * possibleCpus)),
  }));
const rows = rowsOf(...[2, 32, 80].flatMap((cpus) => cells(cpus)));
const where = { run_estimation: 'on' };
const spec = { name: 'cost', title: 'One run', metric: 'latency', by: 'rules' };
const described = {
  name: rows[0]!.scenario,
  predictions: [{ ...spec, factor: 'possibleCpus' as const, where }],
  scalings: [{ ...spec, name: 'growth', series: ['possibleCpus'], reference: { possibleCpus: 2 } }],
};

describe('laws of a run', () => {
  it('are what a prediction was fitted to', () => {
    const [law, ...more] = lawsOf({ law: { prediction: 'cost' } }, described, rows);
    assert.deepEqual(more, []);
    assert.deepEqual([law?.constant, law?.each, law?.eachCpu], [0, 88, 41]);
    assert.deepEqual(law?.measured, { amount: 20_000, possibleCpus: [2, 32, 80] });
  });

  it('are what one series of a scaling was fitted to, with what none of it costs', () => {
    const [law, ...more] = lawsOf(
      { law: { scaling: 'growth', where: { ...where, possibleCpus: 32 } } },
      described,
      rows,
    );
    assert.deepEqual(more, []);
    assert.deepEqual([law?.constant, law?.each, law?.eachCpu], [1000, 88 + 41 * 32, 0]);
  });

  it('are none of the wall clock, of another scenario, or of what the scenario does not fit', () => {
    const wall = rowsOf(...[2, 32, 80].flatMap((cpus) => cells(cpus, 'wall')));
    assert.deepEqual(lawsOf({ law: { prediction: 'cost' } }, described, wall), []);
    assert.deepEqual(lawsOf({ law: { prediction: 'cost' } }, { ...described, name: 'other' }, rows), []);
    assert.deepEqual(lawsOf({ law: { scaling: 'none', where } }, described, rows), []);
  });
});
