import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { EXIT } from '../harness/failure.js';
import { packageRoot } from '../harness/machine/host/places.js';
import type { Manifest } from '../harness/types.js';
import { netknee, temporaryFolder } from './netknee.testing.js';

const BROWSER = 'chromium';
const HOSTILE = '<img src=x onerror="document.title=1">';
const EXAMPLE = join(packageRoot, 'results/example');
const RUNS = 10;
const SLOWER_FROM = 6;

/** Runs that are results/example on the instruction clock, but for their time; from one on the timer is slower. */
async function nights(): Promise<string[]> {
  const parent = await temporaryFolder();
  const text = await readFile(join(EXAMPLE, 'manifest.json'), 'utf8');
  const csv = await readFile(join(EXAMPLE, 'observations.csv'), 'utf8');
  const [head = '', ...lines] = csv.trimEnd().split('\n');
  const metric = head.split(',').indexOf('metric');
  const value = head.split(',').indexOf('value');
  const folders: string[] = [];
  for (let i = 1; i <= RUNS; i++) {
    const manifest = JSON.parse(text) as Manifest;
    const { run } = manifest;
    manifest.run = `night-${String(i).padStart(2, '0')}`;
    manifest.startedAt = `2026-01-${String(i).padStart(2, '0')}T00:00:00.000Z`;
    for (const record of manifest.trials) delete record.rows;
    const [scenario] = manifest.scenarios;
    if (scenario?.answer !== undefined) scenario.answer.fixes[0]!.what = `threads ${HOSTILE}`;
    const folder = join(parent, manifest.run);
    await mkdir(folder);
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
    const rows = lines
      .filter((line) => line.includes(',instructions,'))
      .map((line) => {
        const cells = line.split(',');
        const slower = cells[metric] === 'estimation_timer_duration' && i >= SLOWER_FROM;
        if (slower) cells[value] = String(Number(cells[value]) * 1.3);
        return cells.join(',').replace(run, manifest.run);
      });
    await writeFile(join(folder, 'observations.csv'), `${[head, ...rows].join('\n')}\n`);
    // One run was kept without its page.
    if (i !== 3)
      await writeFile(join(folder, 'report.html'), '<!doctype html><title>report</title><h1>Report</h1>\n');
    folders.push(folder);
  }
  return folders;
}

/** What a page is once a browser has read it. */
async function opened(file: string): Promise<string> {
  const words = ['--headless', '--no-sandbox', '--disable-gpu', '--dump-dom', pathToFileURL(file).href];
  return (await execa(BROWSER, words, { timeout: 60_000 })).stdout;
}

describe('netknee site', function () {
  this.timeout(300_000);
  let folders: string[];
  let out: string;

  before(async () => {
    folders = await nights();
    out = join(await temporaryFolder(), 'site');
    const { exitCode, stdout, stderr } = await netknee(['site', ...folders, '--out', out]);
    assert.equal(exitCode, EXIT.ok, stderr);
    assert.equal(stdout.trim(), join(out, 'index.html'));
  });

  it('opens in a browser: newest verdicts, trends with change points, links that lead somewhere', async function () {
    const { failed } = await execa(BROWSER, ['--version'], { reject: false });
    if (failed) {
      assert.notEqual(process.env.CI, 'true', `CI must have ${BROWSER}: it opens the page`);
      console.log(`      ${BROWSER} is not installed, so nobody opens the page`);
      this.skip();
    }
    const page = await opened(join(out, 'index.html'));
    assert.match(page, /Newest verdicts[\s\S]*ipvs-estimation: (reproduced|inconclusive)\./);
    assert.match(page, /Changed since 2026-01-06T00:00:00\.000Z \(night-06\)/);
    assert.ok((page.match(/<svg/g) ?? []).length >= 3);
    // What a run says is shown and neither read as HTML nor run.
    assert.doesNotMatch(page, /<img/);
    assert.match(page, /<title>netknee<\/title>/);
    const links = [...page.matchAll(/<a href="((?:runs|compare)\/[^"]+)"/g)].map(
      (match) => match[1] as string,
    );
    const unique = new Set(links);
    for (const link of unique) assert.ok(existsSync(join(out, link)), link);
    assert.equal([...unique].filter((link) => link.startsWith('runs/')).length, RUNS - 1);
    assert.equal([...unique].filter((link) => link.startsWith('compare/')).length, RUNS - 1);
    assert.match(page, /night-03 \(no report\.html in its folder\)/);
    const regression = await opened(join(out, 'compare/night-06.html'));
    assert.match(
      regression,
      /FAIL: \d+ of \d+ judged cells slower than 5 % \(worst 1\.30×, estimation_timer_duration/,
    );
    assert.match(regression, /<td[^>]*>regression/);
    const [first] = await Promise.all([readFile(join(out, 'runs/night-01.html'), 'utf8')]);
    assert.match(first, /<h1>Report<\/h1>/);
  });

  it('is written again over itself, and over nothing else', async () => {
    const again = await netknee(['site', ...folders.slice(0, 2), '--out', out]);
    assert.equal(again.exitCode, EXIT.ok, again.stderr);
    assert.match(await readFile(join(out, 'index.html'), 'utf8'), /2 runs; a change point needs 9/);
    assert.equal(existsSync(join(out, 'runs/night-05.html')), false);
    const other = await temporaryFolder();
    await writeFile(join(other, 'mine.txt'), 'mine');
    const refused = await netknee(['site', folders[0] as string, '--out', other]);
    assert.equal(refused.exitCode, EXIT.usage);
    assert.match(refused.stderr, /mine\.txt/);
    const twice = await netknee([
      'site',
      folders[0] as string,
      folders[0] as string,
      '--out',
      join(other, 'new'),
    ]);
    assert.equal(twice.exitCode, EXIT.usage);
    assert.match(twice.stderr, /are the same run, night-01/);
  });
});
