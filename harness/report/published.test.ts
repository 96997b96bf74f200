import assert from 'node:assert/strict';
import type { PublishedMeasure } from '../types.js';
import { ipvsEstimation, manifest, netnsCreate, observations } from './fixtures/small-run.js';
import { measureInLane } from './measure.js';
import { publishedTable } from './published.js';
import { summarise } from './summarise.js';

const rows = summarise(observations, manifest.scenarios);
const exact = (measure: PublishedMeasure, from = rows) => measureInLane(measure, 'exact', from);

describe('measureInLane', () => {
  it('gives the one cell that matches', () => {
    const where = { variant: 'stock', namespaces: 2000 };
    assert.equal(exact({ type: 'cell', metric: 'create_latency', where }), '44.5 [44.5] virtual ms');
    assert.match(
      measureInLane({ type: 'cell', metric: 'create_latency', where }, 'real', rows),
      /^\d+ \(\d+–\d+\) ms$/,
    );
  });

  it('lists several cells with what tells them apart', () => {
    assert.equal(
      exact({ type: 'cell', metric: 'estimation_timer_duration', where: { rules: 79001 } }),
      '2 possible CPUs: 13.4 virtual ms; 80 possible CPUs: 266 virtual ms',
    );
  });

  it('says when the run has no such cell', () => {
    const where = { rules: 12 };
    assert.equal(exact({ type: 'cell', metric: 'estimation_timer_duration', where }), 'not in this run');
    assert.equal(
      measureInLane({ type: 'cell', metric: 'estimation_timer_duration', where: {} }, 'real', rows),
      'not in this run',
    );
  });

  it('leaves a lane that was not asked for alone', () => {
    assert.equal(exact({ type: 'cell', metric: 'create_latency', where: { lane: 'real' } }), '–');
  });

  it('divides only cells that agree in everything else', () => {
    const over = { variant: 'stock' };
    const under = { variant: 'upstream' };
    assert.equal(
      exact({ type: 'ratio', metric: 'create_latency', over, under }),
      '0 namespaces: 1.00×; 500 namespaces: 5.14×; 2,000 namespaces: 17.0×',
    );
    // The level stands on one side only: the other side must still share it.
    assert.equal(
      exact({ type: 'ratio', metric: 'create_latency', over: { ...over, namespaces: 500 }, under }),
      '5.14×',
    );
    const zero = rows.map((row) => (row.variant === 'upstream' ? { ...row, median: 0 } : row));
    const measure: PublishedMeasure = {
      type: 'ratio',
      metric: 'create_latency',
      over: { ...over, namespaces: 500 },
      under,
    };
    assert.equal(exact(measure, zero), 'no ratio (divisor 0)');
  });

  it('fits a slope per combination of the other factors', () => {
    assert.equal(
      exact({ type: 'slope', metric: 'create_latency', by: 'namespaces', where: { variant: 'stock' } }),
      '21.0 virtual µs per namespace (r² 1.00, 3 levels)',
    );
    assert.equal(
      exact({ type: 'slope', metric: 'estimation_timer_duration', by: 'rules', where: {} }),
      '2 possible CPUs: 170 virtual ns per rule (r² 1.00, 3 levels); ' +
        '80 possible CPUs: 3.37 virtual µs per rule (r² 1.00, 3 levels)',
    );
    const where = { variant: 'stock', namespaces: 500 };
    assert.equal(
      exact({ type: 'slope', metric: 'create_latency', by: 'namespaces', where }),
      'no slope (one level)',
    );
  });
});

describe('publishedTable', () => {
  it('has a line per figure and a column per lane', () => {
    const table = publishedTable(netnsCreate, rows);
    assert.deepEqual(
      table.rows.map((row) => row[0]),
      ['A1', 'A3', 'A5', 'A7'],
    );
    assert.equal(table.rows[2]![4], 'not measured: the guest carries no debugger');
    assert.equal(table.rows[2]![5], 'not measured');
    assert.equal(table.rows[3]![4], '17.0×');
    assert.ok(table.rows.every((row) => row.length === table.columns.length));
  });

  it('looks only at its own scenario', () => {
    const alien = rows.map((row) => ({ ...row, scenario: 'another' }));
    assert.equal(publishedTable(ipvsEstimation, alien).rows[0]![4], 'not in this run');
  });
});
