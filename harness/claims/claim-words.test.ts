import assert from 'node:assert/strict';
import Papa from 'papaparse';
import { rowsOf } from '../cells/rows.testing.js';
import type { Claim } from '../types.js';
import { claimLine, conditionWords } from './claim-words.js';
import { CLAIM_COLUMNS, claimsCsv } from './claims-csv.js';
import { claimsTable, verdictBlocks } from './claims-table.js';
import { judgeClaims } from './judge.js';

const metrics = [{ name: 'latency', unit: 'ns' as const, better: 'lower' as const, title: 'latency' }];
const base = { published: '72 times', kind: 'shape', source: 'somebody' } as const;
const claims: Claim[] = [
  {
    ...base,
    id: 'A7',
    statement: 'a over b',
    measure: { type: 'ratio', metric: 'latency', over: { variant: 'a' }, under: { variant: 'b' } },
    holds: { is: 'above', bound: 3 },
  },
  {
    ...base,
    id: 'A1',
    statement: 'a is slow',
    kind: 'absolute',
    measure: { type: 'cell', metric: 'latency', where: { variant: 'a' } },
  },
  { ...base, id: 'A5', statement: 'by its caller', measure: { type: 'not-measured', why: 'needs gdb' } },
  {
    ...base,
    id: 'A9',
    statement: 'b is quick',
    measure: { type: 'cell', metric: 'latency', where: { variant: 'b' } },
    holds: { is: 'below', bound: 2.5e6 },
  },
];
const rows = rowsOf(
  { clock: 'instructions', variant: 'a', boots: [30e6, 30.3e6] },
  { clock: 'instructions', variant: 'b', boots: [3e6, 3e6] },
  { clock: 'wall', variant: 'a', boots: [50e6, 60e6, 70e6] },
  { clock: 'wall', variant: 'b', boots: [10e6, 10e6, 10e6] },
);
const judged = judgeClaims({ name: 's', claims, metrics }, rows);

describe('claim words', () => {
  it('put value, range, n, bound and the published figure into one line', () => {
    assert.equal(
      claimLine(judged[0]!),
      'reproduced (instruction clock; wall clock needs --boots wall=6): A7 a over b: instruction clock 10.0 (10.0–10.1)× (2 boots); wall clock 5.96 (5.00–7.00)× (3 boots); must be > 3×; published 72 times',
    );
    assert.match(
      claimLine(judged[3]!),
      /^contradicted \(instruction clock; wall clock needs --boots wall=6\): A9 b is quick: instruction clock 3\.00 \(3\.00\) ms \(2 boots\)/,
    );
    assert.equal(conditionWords(judged[3]!), '< 2.5 ms');
  });

  it('sets both clocks side by side in the table and counts verdicts, contradictions spelled out', () => {
    const table = claimsTable('s', judged);
    assert.deepEqual(table.rows[1], [
      { text: 'A1', value: 1 },
      'reference only: an absolute figure, which holds on the machine of its author',
      'a is slow',
      '30.1 (30.0–30.3) ms (2 boots)',
      '60.0 (50.0–70.0) ms (3 boots)',
      '72 times',
    ]);
    assert.deepEqual(table.rows[0]!.slice(1, 3), [
      'reproduced (instruction clock; wall clock needs --boots wall=6)',
      'a over b (must be > 3×)',
    ]);
    assert.equal(table.rows[2]![1], 'not measured in this run: needs gdb');
    const text = JSON.stringify(verdictBlocks(judged));
    assert.match(text, /Contradicted:.*A9 of s: b is quick/);
    assert.deepEqual(verdictBlocks([]), []);
  });

  it('writes a line for each claim, clock and cell to claims.csv', () => {
    const lines = Papa.parse<Record<string, string>>(claimsCsv(judged), {
      header: true,
      skipEmptyLines: true,
    }).data;
    assert.deepEqual(
      lines.map(({ id, clock, clock_verdict }) => [id, clock, clock_verdict]),
      [
        ['A7', 'instructions', 'reproduced'],
        ['A7', 'wall', 'inconclusive'],
        ['A1', 'instructions', 'reference only'],
        ['A1', 'wall', 'reference only'],
        ['A5', '', ''],
        ['A9', 'instructions', 'contradicted'],
        ['A9', 'wall', 'inconclusive'],
      ],
    );
    assert.deepEqual(Object.keys(lines[0]!), [...CLAIM_COLUMNS]);
    assert.deepEqual([lines[0]!.low, lines[0]!.high, lines[0]!.bounds], ['10', '10.1', 'range of boots']);
    assert.equal(lines[5]!.unit, 'ns (instruction clock)');
  });
});
