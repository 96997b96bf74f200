import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { summarise } from '../harness/cells/summarise.js';
import { claimsTable } from '../harness/claims/claims-table.js';
import { judgeClaims } from '../harness/claims/judge.js';
import type { Table } from '../harness/document/table.js';
import { tableLatex, tablesDocument } from '../harness/document/table-latex.js';
import { statisticsTables } from '../harness/effects/statistics-tables.js';
import { manifest, observations } from '../harness/report/fixtures/small-run.js';
import { trialsTable } from '../harness/report/report-trials.js';
import { buildTables } from '../harness/report/tables.js';
import { temporaryFolder } from './netknee.testing.js';

const COMPILER = 'pdflatex';

/** Compiles tables/all.tex as a reader would, and gives the log. */
async function compile(tables: readonly Table[]): Promise<string> {
  const folder = await temporaryFolder();
  for (const table of tables) await writeFile(join(folder, `${table.name}.tex`), tableLatex(table));
  await writeFile(join(folder, 'all.tex'), tablesDocument(tables.map(({ name }) => name)));
  const argv = ['-interaction=nonstopmode', '-halt-on-error', 'all.tex'];
  // Twice, since labels are written by the first pass and read by the second.
  for (const _ of ['write', 'read']) {
    const { exitCode, stdout } = await execa(COMPILER, argv, { cwd: folder, reject: false });
    assert.equal(exitCode, 0, stdout);
  }
  assert.ok((await readdir(folder)).includes('all.pdf'));
  return (await readFile(join(folder, 'all.log'), 'latin1')).replaceAll('\n', '');
}

/** Every character of the first planes of Unicode that anybody is likely to put into a name, a line each. */
const nasty: Table = {
  name: 'nasty.1-2',
  title: '100 % of \\input{x} $a^b$ & {c} #1 ~ _',
  columns: [
    { title: '[*] first, and more of it', align: 'left' },
    { title: 'n_1', align: 'right' },
  ],
  rows: [
    ['[1] starts like an option', '*'],
    ['–−×µ≫²’…≥≤→←“”', "--profile ,, '' `` << >> | \""],
    ['\u0000\u001b[2J\n\r\u0085\ufeff\u200b', '日本語 🦆 Łódź ﬁ ½'],
    ['x'.repeat(300), ''],
    ...Array.from({ length: 6 }, (_, row) => [
      String.fromCodePoint(...Array.from({ length: 120 }, (_, i) => 32 + row * 120 + i)),
      '',
    ]),
  ],
  note: '% a note that would hide the end of its line',
};

describe('tables in LaTeX', function () {
  this.timeout(60_000);

  before(async function () {
    const { failed } = await execa(COMPILER, ['-version'], { reject: false });
    if (!failed) return;
    assert.notEqual(process.env.CI, 'true', `CI must have ${COMPILER}: it compiles the tables`);
    console.log(`      ${COMPILER} is not installed, so no table is compiled`);
    this.skip();
  });

  it('compiles the tables of a run, all within the page', async () => {
    const rows = summarise(observations, manifest.scenarios);
    const tables = manifest.scenarios.flatMap((scenario) => [
      claimsTable(
        scenario.name,
        judgeClaims(
          scenario,
          rows.filter((row) => row.scenario === scenario.name),
        ),
      ),
      ...scenario.tables.flatMap((spec) => buildTables(spec, scenario, rows)),
      ...statisticsTables(scenario, rows, 'quick'),
    ]);
    assert.ok(tables.length >= 10);
    const log = await compile([...tables, trialsTable(manifest)]);
    assert.doesNotMatch(log, /Overfull|undefined|multiply defined/);
  });

  it('compiles whatever stands in a cell', async () => {
    const log = await compile([nasty]);
    assert.doesNotMatch(log, /Missing character|undefined/);
    assert.doesNotMatch(log, /Overfull|Float too large/);
  });
});
