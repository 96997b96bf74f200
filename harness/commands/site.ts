import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CLOCKS } from '../compare/clocks.js';
import { compareDocument } from '../compare/compare-document.js';
import { compareRuns } from '../compare/compare-runs.js';
import { compareVerdict } from '../compare/compare-verdict.js';
import { headlineSeries, type SiteRun, siteDocument } from '../compare/site-document.js';
import { inOrder } from '../compare/trend-series.js';
import type { Block } from '../document/document.js';
import { documentHtml } from '../document/document-html.js';
import { htmlPage, type PageAssets } from '../document/html-page.js';
import { EXIT, Failure } from '../failure.js';
import { figureSvg } from '../figures/svg.js';
import { readTextIfThere } from '../machine/files/regular-file.js';
import { makeResultsFolder, requireResultsFolder } from '../machine/host/make-folder.js';
import { say } from '../machine/host/terminal.js';
import { pageAssets } from '../run/results/report-assets.js';
import { type ReadRun, readRun } from '../run/results/results.js';
import { damageLines, onlyDamage } from './despite-damage.js';

interface SiteOptions {
  threshold: number;
  out?: string;
  allowMismatch?: string;
}

/** What a site is known by; a folder with anything else in it is somebody's own. */
const INDEX = 'index.html';
const OURS = [INDEX, 'runs', 'compare', '.nojekyll'];

/**
 * A folder for any web server: the newest verdicts, trends of the headlines' metrics, every report, and each run against the one before.
 * @throws Failure (usage) for a folder that has something else in it, and for two results folders of one run
 */
export async function site(folders: string[], options: SiteOptions): Promise<void> {
  const { threshold } = options;
  const despiteDamage = onlyDamage(options.allowMismatch);
  const out = resolve(options.out ?? 'site');
  await requireResultsFolder(out);
  await requireOurs(out);
  const read: (ReadRun & { folder: string })[] = [];
  for (const folder of folders) {
    read.push({ folder: resolve(folder), ...(await readRun(resolve(folder), { despiteDamage })) });
  }
  requireOnce(read);
  say(damageLines(read.flatMap((one) => one.damage.map((line) => `${one.manifest.run}: ${line}`))));
  const runs = inOrder(read);
  for (const name of ['runs', 'compare']) await rm(join(out, name), { recursive: true, force: true });
  await makeResultsFolder(join(out, 'runs'));
  await mkdir(join(out, 'compare'));
  const assets = await pageAssets();
  const shown: SiteRun[] = [];
  for (const [i, run] of runs.entries()) {
    const report = await placeReport(out, run);
    const compared = i === 0 ? undefined : await placeComparison(out, runs[i - 1]!, run, threshold, assets);
    shown.push({
      ...run,
      ...(report !== undefined && { report }),
      ...(compared !== undefined && { compared }),
    });
  }
  const { blocks, figures } = siteDocument(shown, headlineSeries(runs, { threshold, seed: 1 }), {
    threshold,
  });
  const drawn = new Map<string, string>();
  for (const figure of figures) drawn.set(figure.name, await figureSvg(figure));
  await writeFile(join(out, INDEX), page('netknee', blocks, drawn, assets));
  // GitHub Pages would leave out what begins with an underscore.
  await writeFile(join(out, '.nojekyll'), '');
  say(`${join(out, INDEX)}\n`);
}

function page(
  title: string,
  blocks: Block[],
  figures: ReadonlyMap<string, string>,
  assets: PageAssets,
): string {
  const { body, anchors } = documentHtml(blocks, figures);
  return htmlPage({ title, body, anchors }, assets);
}

/** @returns its address on the site; undefined where the folder has no report.html */
async function placeReport(
  out: string,
  { folder, manifest }: { folder: string; manifest: ReadRun['manifest'] },
): Promise<string | undefined> {
  const text = await readTextIfThere(join(folder, 'report.html'));
  if (text === undefined) return undefined;
  const address = `runs/${manifest.run}.html`;
  await writeFile(join(out, address), text);
  return address;
}

/** A run against the one before it; those that can't be compared say why. */
async function placeComparison(
  out: string,
  base: ReadRun,
  next: ReadRun,
  threshold: number,
  assets: PageAssets,
): Promise<NonNullable<SiteRun['compared']>> {
  const compared = compareRuns(base, next, { threshold, despite: [], clocks: CLOCKS });
  if (compared.refused.length > 0) {
    return { line: `not comparable: ${compared.refused.map(({ text }) => text).join('; ')}` };
  }
  const address = `compare/${next.manifest.run}.html`;
  const title = `netknee compare ${base.manifest.run} with ${next.manifest.run}`;
  await writeFile(join(out, address), page(title, compareDocument(compared), new Map(), assets));
  return { line: compareVerdict(compared), page: address };
}

/** A site is written again over an old one, and over nothing else. */
async function requireOurs(out: string): Promise<void> {
  const found = await readdir(out).catch(() => [] as string[]);
  const strange = found.filter((name) => !OURS.includes(name));
  if (found.length === 0 || (strange.length === 0 && found.includes(INDEX))) return;
  throw new Failure({
    what: `${out} has something else in it than a site of netknee's: ${(strange.length > 0 ? strange : found).slice(0, 5).join(', ')}`,
    exit: EXIT.usage,
    remedy: 'Name a folder that is empty or not there: --out.',
  });
}

function requireOnce(runs: readonly { folder: string; manifest: ReadRun['manifest'] }[]): void {
  const seen = new Map<string, string>();
  for (const { folder, manifest } of runs) {
    const other = seen.get(manifest.run);
    if (other !== undefined) {
      throw new Failure({
        what: `${folder} and ${other} are the same run, ${manifest.run}`,
        exit: EXIT.usage,
        remedy: 'Name each run once.',
      });
    }
    seen.set(manifest.run, folder);
  }
}
