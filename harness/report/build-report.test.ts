import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { summarise } from '../cells/summarise.js';
import { pageAssets, pngAssets } from '../run/results/report-assets.js';
import type { Observation } from '../types.js';
import { buildReport } from './build-report.js';
import { manifest, observations } from './fixtures/small-run.js';

const assets = { page: await pageAssets(), png: await pngAssets() };
const build = async (rows: readonly Observation[], of = manifest) =>
  (await buildReport(of, summarise(rows, of.scenarios), [], assets)).files;

/** Rewritten by `NETKNEE_GOLDEN=write npx mocha …`; read the difference before it is kept. */
const GOLDEN = join(dirname(fileURLToPath(import.meta.url)), 'fixtures', 'golden');

/** Figures, and the page that holds them, are left out: their bytes are vega's; other tests look at what is ours. */
const isGolden = (path: string) => !path.startsWith('figures/') && path !== 'report.html';
const textOf = (files: ReadonlyMap<string, string | Uint8Array>, path: string) => files.get(path) as string;

describe('buildReport', function () {
  this.timeout(30_000);

  it('writes the golden files', async () => {
    const files = [...(await build(observations))].filter(([path]) => isGolden(path));
    if (process.env.NETKNEE_GOLDEN === 'write') {
      rmSync(GOLDEN, { recursive: true, force: true });
      for (const [path, text] of files) {
        mkdirSync(dirname(join(GOLDEN, path)), { recursive: true });
        writeFileSync(join(GOLDEN, path), text);
      }
    }
    for (const [path, text] of files) {
      assert.ok(existsSync(join(GOLDEN, path)), `${path} has no golden file`);
      assert.equal(text, readFileSync(join(GOLDEN, path), 'utf8'), path);
    }
  });

  it('has a file for each table and figure and links only to those', async () => {
    const files = await build(observations);
    const inFolder = (folder: string) => [...files.keys()].filter((path) => path.startsWith(folder)).sort();
    const tables = [
      'ipvs-estimation-claims',
      'ipvs-estimation-timer-instructions',
      'netns-create-claims',
      'netns-create-fix-instructions',
      'netns-create-fix-wall',
      'netns-create-growth-instructions',
      'netns-create-growth-wall',
      'netns-create-latency-instructions',
      'netns-create-latency-wall',
      'netns-create-memory-instructions',
      'netns-create-memory-wall',
    ];
    const both = tables.flatMap((name) => [`tables/${name}.csv`, `tables/${name}.tex`]);
    assert.deepEqual(inFolder('tables/'), ['tables/all.tex', ...both].sort());
    const figures = [
      'ipvs-estimation-timer-instructions',
      'netns-create-latency-instructions',
      'netns-create-latency-wall',
    ];
    const pictures = figures.flatMap((name) => [`figures/${name}.png`, `figures/${name}.svg`]);
    assert.deepEqual(inFolder('figures/'), pictures);
    assert.deepEqual([...files.keys()].filter((path) => !path.includes('/')).sort(), [
      'claims.csv',
      'junit.xml',
      'report.html',
      'report.md',
      'step-summary.md',
      'summary.csv',
    ]);
    const links = [...textOf(files, 'report.md').matchAll(/\]\((figures\/[^)]+)\)/g)].map(
      (match) => match[1]!,
    );
    assert.deepEqual(
      [...new Set(links)].sort(),
      pictures.filter((path) => path.endsWith('.svg')),
    );
  });

  it('links each claim that was measured to its row, figure, table and raw output, and to no place that is not there', async () => {
    const html = textOf(await build(observations), 'report.html');
    const ids = new Set([...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]!));
    const targets = [...html.matchAll(/href="#([^"]*)"/g)].map((match) => match[1]!);
    assert.deepEqual(
      targets.filter((target) => !ids.has(target)),
      [],
    );
    const claims = [...html.matchAll(/<tr id="claim_[^"]*">(.*?)<\/tr>/g)].map((match) => match[1]!);
    const measured = claims.filter((row) => row.includes('href="claims.csv"'));
    assert.ok(measured.length > 0);
    assert.ok(measured.some((row) => row.includes('href="#figure_') && /href="raw\/[^"]+\/"/.test(row)));
  });

  it('leads to the table of a claim where it is the only one of its group, and stands open', async () => {
    const plan = {
      ...manifest.plan,
      trials: manifest.plan.trials.filter(({ clock }) => clock === 'instructions'),
    };
    const answer = {
      headline: {
        claims: ['A7'],
        reproduced: 'It is.',
        contradicted: 'It is not.',
        inconclusive: 'Unknown.',
      },
      fixes: [],
    };
    const scenarios = manifest.scenarios.map((one) =>
      one.name === 'netns-create' ? { ...one, answer } : one,
    );
    const rows = observations.filter(({ clock }) => clock === 'instructions');
    const html = textOf(await build(rows, { ...manifest, plan, scenarios }), 'report.html');
    const ids = new Set([...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]!));
    const targets = [...html.matchAll(/href="#([^"]*)"/g)].map((match) => match[1]!);
    assert.deepEqual(
      targets.filter((target) => !ids.has(target)),
      [],
    );
    assert.ok(targets.some((target) => target.startsWith('table_')));
  });

  it('says of a copy without raw output that there is none to lead to', async () => {
    const html = textOf(await build(observations, { ...manifest, raw: 'not kept' }), 'report.html');
    assert.doesNotMatch(html, /href="raw\//);
    assert.match(html, /raw \(not kept in this copy\)/);
  });

  it('draws figures as PNG where it is asked to, and not otherwise', async () => {
    const without = await buildReport(manifest, summarise(observations, manifest.scenarios), [], {
      page: assets.page,
    });
    assert.deepEqual(
      [...without.files.keys()].filter((path) => path.endsWith('.png')),
      [],
    );
  });

  it('gives the same bytes again', async () => {
    assert.deepEqual(await build(observations), await build(observations));
  });

  it('gives the same bytes from shuffled observations', async () => {
    const expected = await build(observations);
    const shuffled = fc.shuffledSubarray(observations, { minLength: observations.length });
    await fc.assert(
      fc.asyncProperty(shuffled, async (some) => assert.deepEqual(await build(some), expected)),
      { numRuns: 5 },
    );
  });

  it('refuses two parts of one name', async () => {
    const [scenario] = manifest.scenarios;
    const twice = { ...scenario!, tables: [...scenario!.tables, ...scenario!.tables] };
    await assert.rejects(
      build(observations, { ...manifest, scenarios: [twice] }),
      /two parts of the report are called tables\/netns-create-latency-instructions\.csv/,
    );
  });

  it('reports a run without observations', async () => {
    const files = await build([], { ...manifest, trials: [] });
    assert.match(textOf(files, 'report.md'), /of 10 trials 0 are done, 0 disturbed, 0 failed and 10 not run/);
    assert.match(textOf(files, 'report.md'), /not in this run/);
  });

  it('carries 200,000 observations in seconds', async () => {
    const many: Observation[] = [];
    for (let iteration = 0; many.length < 200_000; iteration += 1) {
      for (const row of observations) many.push({ ...row, iteration });
    }
    const before = process.hrtime.bigint();
    await build(many);
    // About one second on two cores; quadratic work would take minutes.
    assert.ok(Number(process.hrtime.bigint() - before) / 1e9 < 20);
  });
});
