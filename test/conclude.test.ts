import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { declaredFactors } from '../harness/cells/declared-factors.js';
import { observationCsv } from '../harness/cells/observation-csv.js';
import { EXIT } from '../harness/failure.js';
import { manifest, observations } from '../harness/report/fixtures/small-run.js';
import type { Manifest, Observation } from '../harness/types.js';
import { netknee } from './netknee.testing.js';

/** What a person does with results that are there: no guest is needed. */
describe('report, compare and trend by command', function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'netknee-conclude-'));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  function results(
    name: string,
    change: (row: Observation) => Observation,
    more: Partial<Manifest> = {},
  ): string {
    const path = join(folder, name);
    mkdirSync(path);
    writeFileSync(join(path, 'manifest.json'), JSON.stringify({ ...manifest, run: name, ...more }));
    const rows = observations.map((row) => change({ ...row, run: name }));
    writeFileSync(join(path, 'observations.csv'), observationCsv(rows, declaredFactors(manifest.scenarios)));
    return path;
  }

  const slower = (row: Observation): Observation =>
    row.metric === 'create_latency' && row.factors.variant === 'upstream' && row.clock === 'instructions'
      ? { ...row, value: row.value * 1.2 }
      : row;

  it('prints a line a claim and leaves claims, page, tables, pictures and exports', async () => {
    const path = results('report', (row) => row);
    const { stdout, exitCode } = await netknee(['report', path, '--strict', '--png', '--verbose']);
    assert.equal(exitCode, EXIT.ok);
    assert.match(
      stdout,
      /^reproduced \(instruction clock; wall clock needs --boots wall=6\): A7 .*instruction clock 17\.0.*must be > 3×; published 40 times \| 72 times$/m,
    );
    assert.match(
      stdout,
      /^claims: 0 contradicted, 0 inconclusive, 2 reproduced, 2 reference only, 1 not measured in this run, 0 variant unavailable$/m,
    );
    assert.match(readFileSync(join(path, 'report.html'), 'utf8'), /^<!doctype html>/i);
    const png = readFileSync(join(path, 'figures', 'netns-create-latency-instructions.png'));
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
  });

  it('exits 3 under --strict when a claim is contradicted, and 0 without', async () => {
    const flat = (row: Observation) =>
      row.factors.variant === 'stock' && row.metric === 'create_latency'
        ? { ...row, value: 1e6 + row.iteration }
        : row;
    const path = results('contradicted', flat);
    const strict = await netknee(['report', path, '--strict']);
    assert.equal(strict.exitCode, EXIT.contradicted);
    assert.match(strict.stderr, /claims are contradicted[\s\S]*contradicted \(.*\): A7/);
    assert.equal((await netknee(['report', path])).exitCode, EXIT.ok);
  });

  it('finds no regression between two runs of the same thing', async () => {
    const [base, again] = [results('base', (row) => row), results('again', (row) => row)];
    const { stdout, exitCode } = await netknee(['compare', base, again]);
    assert.equal(exitCode, EXIT.ok);
    assert.match(stdout, /^PASS: none of \d+ judged cells worse than 5 %\n/);
    assert.match(stdout, /^cells: 0 regression, 0 improvement, /m);
  });

  it('exits 2 on a regression and names the cells', async () => {
    const [base, next] = [results('before', (row) => row), results('slower', slower)];
    const out = join(folder, 'compared');
    const junit = join(folder, 'regressions.xml');
    const link = 'https://example.org/report.html';
    const words = ['--out', out, '--junit', junit, '--link', link];
    const { stdout, stderr, exitCode } = await netknee(['compare', base, next, ...words]);
    assert.match(
      stdout,
      /^FAIL: 3 of \d+ judged cells slower than 5 % \(worst 1\.20×, create_latency upstream at /,
    );
    assert.match(readFileSync(junit, 'utf8'), /failures="3"/);
    const summary = readFileSync(join(out, 'step-summary.md'), 'utf8');
    assert.match(summary, /^## FAIL: 3 of/);
    assert.ok(summary.includes(link) && summary.split('\n').length <= 61);
    const { stdout: json } = await netknee(['compare', base, next, '--json']);
    assert.deepEqual([JSON.parse(json).verdict, JSON.parse(json).counts.regression], ['fail', 3]);
    const script = await netknee(['compare', base, next, '--link', 'javascript:alert(1)']);
    assert.match(script.stderr, /--link takes an address of the web/);
    assert.equal(exitCode, EXIT.regression);
    assert.match(stdout, /^regression +create_latency .*upstream .*1\.20/m);
    assert.match(stderr, /3 cells have regressed/);
    assert.match(readFileSync(join(out, 'compare.md'), 'utf8'), /\| regression \| create/);
    const lenient = await netknee(['compare', base, next, '--threshold', '25%']);
    assert.equal(lenient.exitCode, EXIT.ok);
  });

  it('exits 4 when one run lacks cells, names them, and is silent about those allowed by name', async () => {
    const [base, next] = [results('wide', (row) => row), results('narrow', (row) => row)];
    const rows = observations.filter(({ factors }) => factors.variant !== 'stock');
    writeFileSync(
      join(next, 'observations.csv'),
      observationCsv(
        rows.map((row) => ({ ...row, run: 'narrow' })),
        declaredFactors(manifest.scenarios),
      ),
    );
    for (const order of [
      [base, next],
      [next, base],
    ]) {
      const { stdout, stderr, exitCode } = await netknee(['compare', ...order]);
      assert.equal(exitCode, EXIT.incomplete, stderr);
      assert.match(stdout, /netns-create +create_latency +only in (base|new) +\d+ +.*stock/);
      assert.match(stderr, /\d+ cells were left out[\s\S]*--without create_latency/);
    }
    const allowed = await netknee(['compare', base, next, '--without', 'stock,weather']);
    assert.equal(allowed.exitCode, EXIT.ok, allowed.stderr);
    assert.match(allowed.stdout, /^note: --without weather names no cell that is left out$/m);
    const wrong = await netknee(['compare', base, next, '--without', 'namespaces=123']);
    assert.equal(wrong.exitCode, EXIT.incomplete);
  });

  it('refuses what is not comparable, names it, and goes on when told', async () => {
    const trials = manifest.trials.map((record) => ({ ...record, accelerator: 'kvm' }));
    const [base, next] = [results('tcg', (row) => row), results('kvm', (row) => row, { trials })];
    const refused = await netknee(['compare', base, next]);
    assert.equal(refused.exitCode, EXIT.usage);
    assert.match(
      refused.stderr,
      /not comparable[\s\S]*accelerator of netns-create, instruction clock: tcg icount .* kvm/,
    );
    const told = await netknee(['compare', base, next, '--allow-mismatch', 'accelerator']);
    assert.equal(told.exitCode, EXIT.ok);
    assert.match(told.stdout, /^despite accelerator of/m);
    const wrong = await netknee(['compare', base, next, '--allow-mismatch', 'weather']);
    assert.match(wrong.stderr, /--allow-mismatch weather is none of profile, kernel/);
  });

  it('refuses results of another schema and a threshold that is none', async () => {
    const path = results('old', (row) => row, { schema: 1 } as unknown as Partial<Manifest>);
    const { stderr, exitCode } = await netknee(['report', path]);
    assert.equal(exitCode, EXIT.usage);
    assert.match(stderr, /has schema 1; this netknee reads 3/);
    const threshold = await netknee(['compare', path, path, '--threshold', 'much']);
    assert.match(threshold.stderr, /--threshold takes a share such as 5% or 0\.05/);
  });

  it('finds since which night a cell is slower, with a figure', async () => {
    const nights = Array.from({ length: 12 }, (_, i) =>
      results(`night-${i}`, (row) => (i < 6 ? row : slower(row)), {
        startedAt: `2026-02-${String(i + 1).padStart(2, '0')}T00:00:00.000Z`,
      }),
    );
    const out = join(folder, 'trend');
    const { stdout, exitCode } = await netknee(['trend', ...nights, '--out', out]);
    assert.equal(exitCode, EXIT.ok);
    assert.match(stdout, /2026-02-07T00:00:00\.000Z +night-6 +netns-create +create_latency/);
    const page = readFileSync(join(out, 'trend.md'), 'utf8');
    const [, figure] = /\((figures\/[^)]+\.svg)\)/.exec(page)!;
    assert.match(readFileSync(join(out, figure!), 'utf8'), /^<svg/);
    const last = join(nights[11]!, 'observations.csv');
    const [header, ...rows] = readFileSync(last, 'utf8').split('\n');
    writeFileSync(last, [header, ...rows.filter((row) => !row.includes(',open_calls,'))].join('\n'));
    const ended = await netknee(['trend', ...nights, '--out', out]);
    assert.equal(ended.exitCode, EXIT.incomplete, ended.stderr);
    assert.match(ended.stdout, /open_calls +in 11 of 12 runs, not in the latest/);
    const allowed = await netknee(['trend', ...nights, '--out', out, '--without', 'open_calls']);
    assert.equal(allowed.exitCode, EXIT.ok, allowed.stderr);
    const few = await netknee(['trend', nights[0]!]);
    assert.match(few.stderr, /1 runs; a change point needs 9/);
  });

  it('counts no shard as a run of a trend, and says so', async () => {
    const shards = [1, 2, 3, 4, 5, 6].map((index) =>
      results(`shard-${index}`, (row) => row, { shard: { index, of: 6 } }),
    );
    const runs = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => results(`whole-${i}`, (row) => row));
    const out = join(folder, 'shards-and-runs');
    const { stdout } = await netknee(['trend', ...shards, ...runs, '--out', out]);
    assert.match(stdout, /^left out: .*shard-3 is shard 3 of 6 and no whole run$/m);
    assert.match(stdout, /of 9 runs$/m);
    assert.match(
      readFileSync(join(out, 'trend.md'), 'utf8'),
      /^Left out: .*shard 6 of 6 and no whole run\.$/m,
    );
    const alone = await netknee(['trend', ...shards]);
    assert.equal(alone.exitCode, EXIT.usage);
    assert.match(alone.stderr, /0 runs; a change point needs 9[\s\S]*netknee merge puts them together/);
  });
});
