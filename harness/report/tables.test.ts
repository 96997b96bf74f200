import assert from 'node:assert/strict';
import { summarise } from '../cells/summarise.js';
import { cellText, rowTexts } from '../document/table.js';
import type { TableSpec } from '../types.js';
import { ipvsEstimation, manifest, netnsCreate, observations } from './fixtures/small-run.js';
import { buildTables } from './tables.js';

const rows = summarise(observations, manifest.scenarios);
const latency: TableSpec = netnsCreate.tables[0]!;
const names = (spec: TableSpec, scenario = netnsCreate) =>
  buildTables(spec, scenario, rows).map(({ name }) => name);
const heads = (spec: TableSpec) => buildTables(spec, netnsCreate, rows)[0]!.columns.map(({ title }) => title);

describe('buildTables', () => {
  it('makes one table per clock, levels down and combinations across', () => {
    const [exact, real] = buildTables(latency, netnsCreate, rows);
    assert.equal(exact!.name, 'netns-create-latency-instructions');
    assert.equal(exact!.title, 'Time of one add: instruction clock');
    assert.equal(real!.title, 'Time of one add: wall clock');
    assert.deepEqual(
      exact!.columns.map(({ title }) => title),
      ['existing namespaces', 'stock', 'upstream'],
    );
    assert.deepEqual(
      rowTexts(exact!).map((row) => row[0]),
      ['0', '500', '2,000'],
    );
    assert.match(cellText(exact!.rows[2]![1]!), /^44\.5 \[44\.5\] ms$/);
    assert.match(cellText(real!.rows[2]![1]!), /^\d+ \(\d+–\d+\) ms$/);
  });

  it('gives the numbers behind the texts, in base units, to sort by', () => {
    const [exact] = buildTables(latency, netnsCreate, rows);
    assert.deepEqual(exact!.rows[2]!.slice(0, 2), [
      { text: '2,000', value: 2000 },
      { text: '44.5 [44.5] ms', value: 44_517_800 },
    ]);
  });

  it('sets metrics side by side where there is one column combination', () => {
    assert.deepEqual(heads(netnsCreate.tables[1]!), ['existing namespaces', 'free memory', 'slab']);
  });

  it('gives each metric a table where there are several combinations', () => {
    const both = { ...latency, metrics: ['create_latency', 'open_calls'] };
    assert.deepEqual(names(both), [
      'netns-create-latency-create-latency-instructions',
      'netns-create-latency-open-calls-instructions',
      'netns-create-latency-create-latency-wall',
      'netns-create-latency-open-calls-wall',
    ]);
  });

  it('parts levels of factors the table does not show', () => {
    const spec = { ...ipvsEstimation.tables[0]!, columns: [] };
    assert.deepEqual(names(spec, ipvsEstimation), [
      'ipvs-estimation-timer-instructions-possibleCpus-2',
      'ipvs-estimation-timer-instructions-possibleCpus-80',
    ]);
    assert.equal(
      buildTables(spec, ipvsEstimation, rows)[1]!.title,
      'Duration of the timer: instruction clock, 80 possible CPUs',
    );
  });

  it('shows a dash where a cell was not measured', () => {
    const holes = rows.filter((row) => !(row.factors.namespaces === 500 && row.factors.variant === 'stock'));
    assert.equal(buildTables(latency, netnsCreate, holes)[0]!.rows[1]![1], '–');
  });

  it('restricts to what the specification names', () => {
    const spec: TableSpec = { ...latency, where: { variant: 'stock', clock: 'wall' } };
    assert.deepEqual(names(spec), ['netns-create-latency-wall']);
    assert.deepEqual(heads(spec), ['existing namespaces', 'time of one add, stock']);
    assert.deepEqual(names({ ...latency, metrics: ['never_measured'] }), []);
    assert.deepEqual(names(latency, ipvsEstimation), []);
  });
});
