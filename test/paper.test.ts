import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../harness/machine/host/places.js';
import { netknee, temporaryFolder } from './netknee.testing.js';

const COMPILER = 'pdflatex';

describe('report --paper', function () {
  this.timeout(180_000);
  let paper: string;

  before(async function () {
    const { failed } = await execa(COMPILER, ['-version'], { reject: false });
    if (failed) {
      assert.notEqual(process.env.CI, 'true', `CI must have ${COMPILER}: it compiles the paper`);
      console.log(`      ${COMPILER} is not installed, so nothing is compiled`);
      this.skip();
    }
    const folder = join(await temporaryFolder(), 'run');
    mkdirSync(folder);
    for (const name of ['manifest.json', 'observations.csv'])
      cpSync(join(packageRoot, 'results/example', name), join(folder, name));
    const { exitCode, stderr } = await netknee(['report', folder, '--paper']);
    assert.equal(exitCode, 0, stderr);
    paper = join(folder, 'paper');
  });

  it('has two tables and three figures with their numbers, and says how to cite them', () => {
    const names = readdirSync(paper);
    const count = (pattern: RegExp) => names.filter((name) => pattern.test(name)).length;
    assert.deepEqual(
      [/^table-.*\.tex$/, /^table-.*\.csv$/, /^figure-.*\.tex$/, /^figure-.*\.pdf$/, /^figure-.*\.svg$/].map(
        count,
      ),
      [2, 2, 3, 3, 3],
    );
    assert.match(readFileSync(join(paper, 'CITATION.cff'), 'utf8'), /^cff-version: 1\.2\.0\n[\s\S]*run 2026/);
    const [table] = names.filter((name) => /^table-.*\.csv$/.test(name));
    const [, ...rows] = readFileSync(join(paper, table!), 'utf8').trimEnd().split(/\r?\n/);
    for (const row of rows)
      assert.ok(
        row.split(',').every((cell) => cell === '–' || Number.isFinite(Number(cell))),
        row,
      );
    for (const name of names.filter((one) => /^(table|figure)-.*\.tex$/.test(one)))
      assert.match(readFileSync(join(paper, name), 'utf8'), /caption\{.*Measured by netknee/, name);
  });

  it('is two pages that pdflatex compiles as they stand', async () => {
    for (const _ of ['write the labels', 'read them']) {
      const argv = ['-interaction=nonstopmode', '-halt-on-error', 'sample.tex'];
      const { exitCode, stdout } = await execa(COMPILER, argv, { cwd: paper, reject: false });
      assert.equal(exitCode, 0, stdout);
    }
    const log = readFileSync(join(paper, 'sample.log'), 'latin1').replaceAll('\n', '');
    assert.match(log, /Output written on sample\.pdf \([12] pages?/);
    assert.doesNotMatch(log, /undefined/i);
  });
});
