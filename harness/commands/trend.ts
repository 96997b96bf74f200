import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { idleNames, leftOutTable, parseWithout, refuseLeftOut } from '../compare/left-out.js';
import { trendDocument } from '../compare/trend-document.js';
import { trendFigure } from '../compare/trend-figure.js';
import { LEAST_RUNS, trendSeries } from '../compare/trend-series.js';
import { trendTable } from '../compare/trend-table.js';
import { documentMarkdown } from '../document/document-markdown.js';
import { tableCsv } from '../document/table-csv.js';
import { tableTerminal } from '../document/table-terminal.js';
import { EXIT, Failure } from '../failure.js';
import { figureSvg } from '../figures/svg.js';
import { makeResultsFolder, requireResultsFolder } from '../machine/host/make-folder.js';
import { say } from '../machine/host/terminal.js';
import { readManifest } from '../run/results/manifest.js';
import { type ReadRun, readRun } from '../run/results/results.js';
import { damageLines, onlyDamage } from './despite-damage.js';

/**
 * Change points over many runs, in the terminal and as a folder.
 * @throws Failure with the exit code of an incomplete comparison when a cell could not be looked at and was not allowed to be missing
 */
export async function trend(
  folders: string[],
  options: { threshold: number; without?: string; out?: string; allowMismatch?: string },
): Promise<void> {
  const { threshold } = options;
  const despiteDamage = onlyDamage(options.allowMismatch);
  const runs: ReadRun[] = [];
  const shards: string[] = [];
  for (const folder of folders) {
    const { shard } = await readManifest(resolve(folder));
    if (shard === undefined) runs.push(await readRun(resolve(folder), { despiteDamage }));
    else shards.push(`${folder} is shard ${shard.index} of ${shard.of} and no whole run`);
  }
  const damage = runs.flatMap((one) => one.damage.map((line) => `${one.manifest.run}: ${line}`));
  say(damageLines(damage));
  for (const line of shards) say(`left out: ${line}\n`);
  if (runs.length < LEAST_RUNS) {
    throw new Failure({
      what: `${runs.length} runs; a change point needs ${LEAST_RUNS}`,
      exit: EXIT.usage,
      remedy: `Name more results folders${shards.length === 0 ? '' : ', shards as netknee merge puts them together'}.`,
    });
  }
  const out = resolve(options.out ?? 'trend');
  await requireResultsFolder(out);
  const settings = { threshold, seed: 1 };
  const { series, leftOut } = trendSeries(runs, settings);
  const without = parseWithout(options.without);
  const changed = series.filter(({ changes }) => changes.length > 0);
  say(
    changed.length === 0
      ? `no change point in ${series.length} cells of ${runs.length} runs\n`
      : tableTerminal(trendTable(series)),
  );
  if (leftOut.length > 0) say(`${tableTerminal(leftOutTable(leftOut))}\n`);
  for (const name of idleNames(leftOut, without)) {
    say(`note: --without ${name} names no cell that is left out\n`);
  }
  await rm(join(out, 'figures'), { recursive: true, force: true });
  await makeResultsFolder(join(out, 'figures'));
  await writeFile(join(out, 'trend.csv'), tableCsv(trendTable(series)));
  for (const one of changed) {
    const figure = trendFigure(one);
    await writeFile(join(out, 'figures', `${figure.name}.svg`), await figureSvg(figure));
  }
  await writeFile(
    join(out, 'trend.md'),
    documentMarkdown(trendDocument(runs, series, { ...settings, shards, leftOut, damage })),
  );
  say(`${join(out, 'trend.md')}\n`);
  refuseLeftOut(leftOut, without);
}
