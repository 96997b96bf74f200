import assert from 'node:assert/strict';
import { summarise } from '../cells/summarise.js';
import type { SummaryRow } from '../cells/summary-row.js';
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
      ['existing namespaces', 'stock (ms)', 'upstream (ms)'],
    );
    assert.deepEqual(
      rowTexts(exact!).map((row) => row[0]),
      ['0', '500', '2,000'],
    );
    assert.match(cellText(exact!.rows[2]![1]!), /^44\.5 \[44\.5\]$/);
    assert.match(cellText(real!.rows[2]![1]!), /^\d+ \(\d+–\d+\)$/);
  });

  it('gives the numbers behind the texts, in base units, to sort by', () => {
    const [exact] = buildTables(latency, netnsCreate, rows);
    assert.deepEqual(exact!.rows[2]!.slice(0, 2), [
      { text: '2,000', value: 2000 },
      { text: '44.5 [44.5]', value: 44_517_800 },
    ]);
  });

  it('sets metrics side by side where there is one column combination', () => {
    assert.deepEqual(heads(netnsCreate.tables[1]!), ['existing namespaces', 'free memory (MB)', 'slab (MB)']);
  });

  it('gives several metrics a column each, and their combinations a line each', () => {
    const both = { ...latency, metrics: ['create_latency', 'open_calls'] };
    assert.deepEqual(names(both), ['netns-create-latency-instructions', 'netns-create-latency-wall']);
    const [exact] = buildTables(both, netnsCreate, rows);
    assert.deepEqual(heads(both), [
      ...['existing namespaces', 'variant', 'time of one add (ms)', 'open calls of one add'],
    ]);
    assert.deepEqual(
      rowTexts(exact!).map((row) => row.slice(0, 2)),
      ['0', '500', '2,000'].flatMap((level) => [
        [level, 'stock'],
        [level, 'upstream'],
      ]),
    );
  });

  it('gives metrics to which a factor does not apply a table of their own', () => {
    const without = (row: SummaryRow): SummaryRow =>
      row.metric === 'open_calls' ? { ...row, factors: { ...row.factors, variant: undefined } } : row;
    const both = { ...latency, metrics: ['create_latency', 'open_calls'] };
    const stock = rows.filter(
      ({ metric, factors }) => metric !== 'open_calls' || factors.variant === 'stock',
    );
    assert.deepEqual(
      buildTables(both, netnsCreate, stock.map(without)).map(({ name, columns }) => [name, columns.length]),
      ['instructions', 'wall'].flatMap((clock) => [
        [`netns-create-latency-create-latency-${clock}`, 3],
        [`netns-create-latency-open-calls-${clock}`, 2],
      ]),
    );
  });

  it('has a column for each level of factors that the specification does not name', () => {
    const spec = { ...ipvsEstimation.tables[0]!, columns: [] };
    const [exact] = buildTables(spec, ipvsEstimation, rows);
    assert.equal(exact!.title, 'Duration of the timer: instruction clock');
    assert.deepEqual(
      exact!.columns.map(({ title }) => title),
      ['IPVS rules', '2 possible CPUs (ms)', '80 possible CPUs (ms)'],
    );
  });

  it('sets combinations below one another where they are too many to stand side by side', () => {
    const many = rows.flatMap((row) =>
      ['5.4', '5.10', '6.1', '6.6', '6.12'].map((kernel): SummaryRow => ({ ...row, kernel })),
    );
    const [exact] = buildTables(latency, netnsCreate, many);
    assert.deepEqual(
      exact!.columns.map(({ title }) => title),
      ['existing namespaces', 'variant', 'kernel', 'time of one add (ms)'],
    );
    assert.deepEqual(
      rowTexts(exact!)
        .slice(0, 6)
        .map(([, variant, kernel]) => `${variant} ${kernel}`),
      ['stock 5.4', 'stock 5.10', 'stock 6.1', 'stock 6.6', 'stock 6.12', 'upstream 5.4'],
    );
  });

  it('names the unit of values themselves for whoever computes with them', () => {
    const [exact] = buildTables(latency, netnsCreate, rows);
    assert.deepEqual(
      exact!.columns.map(({ baseTitle }) => baseTitle),
      [undefined, 'stock (ns)', 'upstream (ns)'],
    );
  });

  it('leaves values their own units where no unit suits all', () => {
    const [first, ...others] = rows.filter(
      ({ metric, clock }) => metric === 'create_latency' && clock === 'wall',
    );
    const wide: SummaryRow[] = [{ ...first!, median: 3, min: 2, max: 4 }, ...others];
    const [table] = buildTables(latency, netnsCreate, wide);
    assert.deepEqual(
      table!.columns.map(({ title }) => title),
      ['existing namespaces', 'stock', 'upstream (ms)'],
    );
    assert.match(cellText(table!.rows[0]![1]!), /^3\.00 .* ns$/);
  });

  it('shows a dash where a cell was not measured', () => {
    const holes = rows.filter((row) => !(row.factors.namespaces === 500 && row.factors.variant === 'stock'));
    assert.equal(buildTables(latency, netnsCreate, holes)[0]!.rows[1]![1], '–');
  });

  it('restricts to what the specification names', () => {
    const spec: TableSpec = { ...latency, where: { variant: 'stock', clock: 'wall' } };
    assert.deepEqual(names(spec), ['netns-create-latency-wall']);
    assert.deepEqual(heads(spec), ['existing namespaces', 'time of one add, stock (ms)']);
    assert.deepEqual(names({ ...latency, metrics: ['never_measured'] }), []);
    assert.deepEqual(names(latency, ipvsEstimation), []);
  });
});
