import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DIFFERENCES, type DifferenceName } from '../compare/comparable.js';
import { compareDocument } from '../compare/compare-document.js';
import { compareJson } from '../compare/compare-json.js';
import { compareJunit } from '../compare/compare-junit.js';
import { type ComparedRuns, compareRuns } from '../compare/compare-runs.js';
import { compareSummary } from '../compare/compare-summary.js';
import { compareTable } from '../compare/compare-table.js';
import { compareVerdict } from '../compare/compare-verdict.js';
import { VERDICT_ORDER } from '../compare/judge-cells.js';
import { idleNames, leftOutTable, parseWithout, refuseLeftOut } from '../compare/left-out.js';
import { documentMarkdown } from '../document/document-markdown.js';
import { tableCsv } from '../document/table-csv.js';
import { tableTerminal } from '../document/table-terminal.js';
import { EXIT, Failure } from '../failure.js';
import { readTextIfThere } from '../machine/files/regular-file.js';
import { makeResultsFolder, requireResultsFolder } from '../machine/host/make-folder.js';
import { say } from '../machine/host/terminal.js';
import { resultsOrBaseline } from '../run/results/baselines.js';
import { readRun } from '../run/results/results.js';
import type { Clock } from '../types.js';
import { damageLines, splitDamage } from './despite-damage.js';

export interface CompareCommandOptions {
  threshold: number;
  allowMismatch?: string;
  without?: string;
  clock?: Clock;
  all?: boolean;
  json?: boolean;
  junit?: string;
  link?: string;
  out?: string;
}

const CLOCKS = ['instructions', 'wall'] as const;

/**
 * Two runs side by side.
 * @throws Failure with the exit code of a regression when there is one, else with that of an incomplete comparison when a
 * cell has no partner and was not allowed to have none
 */
export async function compare(
  baseFolder: string,
  newFolder: string,
  options: CompareCommandOptions,
): Promise<void> {
  const { threshold } = options;
  const { despiteDamage, others } = splitDamage(options.allowMismatch);
  const despite = parseDespite(others);
  const clocks = options.clock === undefined ? CLOCKS : [options.clock];
  const link = parseLink(options.link ?? process.env.NETKNEE_REPORT_URL);
  if (options.out !== undefined) await requireResultsFolder(resolve(options.out));
  const base = await readRun(resolve(await resultsOrBaseline(baseFolder)), { despiteDamage });
  const next = await readRun(resolve(newFolder), { despiteDamage });
  const damage = [base, next].flatMap((one) => one.damage.map((line) => `${one.manifest.run}: ${line}`));
  const compared = { ...compareRuns(base, next, { threshold, despite, clocks }), damage };
  if (compared.refused.length > 0) {
    const names = [...new Set(compared.refused.map(({ name }) => name))].join(',');
    throw new Failure({
      what: 'the two runs are not comparable',
      exit: EXIT.usage,
      tail: compared.refused.map(({ text }) => text).join('\n'),
      remedy: `Compare runs that agree in this, or take it upon yourself: --allow-mismatch ${names}`,
    });
  }
  const without = parseWithout(options.without);
  if (options.json === true) say(`${JSON.stringify(compareJson(compared, without), null, 2)}\n`);
  else {
    say(`${compareVerdict(compared, without)}\n`);
    say(damageLines(damage));
    say(terminalText(compared, options.all === true, without));
  }
  if (options.junit !== undefined) await writeFile(resolve(options.junit), compareJunit(compared, without));
  if (options.out !== undefined) {
    const run = await readTextIfThere(join(resolve(newFolder), 'step-summary.md'));
    const summary = compareSummary(compared, { without, ...(run !== undefined && { run }), link });
    await writeFiles(resolve(options.out), compared, without, summary);
    if (options.json !== true) say(`${join(resolve(options.out), 'compare.md')}\n`);
  }
  const { regression } = compared.counts;
  if (regression > 0) {
    throw new Failure({
      what: `${regression} ${regression === 1 ? 'cell has' : 'cells have'} regressed`,
      exit: EXIT.regression,
      remedy: `Look at the tables above; every number stands in ${join(newFolder, 'observations.csv')}`,
    });
  }
  refuseLeftOut(compared.leftOut, without);
}

/** Where the whole report is to be read: a page of the web. @throws Failure (usage) for anything else */
function parseLink(link: string | undefined): string | undefined {
  if (link === undefined || link === '') return undefined;
  if (URL.canParse(link) && /^https?:$/.test(new URL(link).protocol)) return new URL(link).href;
  throw new Failure({
    what: `--link takes an address of the web, not "${link}"`,
    exit: EXIT.usage,
    remedy: 'Say --link https://example.org/report.html, or set NETKNEE_REPORT_URL.',
  });
}

function parseDespite(list: string | undefined): DifferenceName[] {
  return (list ?? '')
    .split(',')
    .filter((name) => name !== '')
    .map((name) => {
      const known = DIFFERENCES.find((one) => one === name);
      if (known !== undefined) return known;
      const what = `--allow-mismatch ${name} is none of ${[...DIFFERENCES, 'damage'].join(', ')}`;
      throw new Failure({ what, exit: EXIT.usage });
    });
}

/** What changed, what could not be told, and how many cells of each verdict. */
function terminalText(compared: ComparedRuns, all: boolean, without: readonly string[]): string {
  const { base, next, differences, notes, counts, leftOut } = compared;
  const verdicts = all ? VERDICT_ORDER : (['regression', 'improvement'] as const);
  const tables = CLOCKS.flatMap((clock) => {
    const table = compareTable(compared, clock, verdicts);
    return table === null ? [] : [tableTerminal(table)];
  });
  const total = VERDICT_ORDER.map((verdict) => `${counts[verdict]} ${verdict}`).join(', ');
  const lines = [
    `base ${base}, new ${next}`,
    ...differences.map(({ text }) => `despite ${text}`),
    ...notes.map((text) => `note: ${text}`),
    ...tables.map((text) => `\n${text}`),
    ...(leftOut.length === 0 ? [] : [`\n${tableTerminal(leftOutTable(leftOut))}`]),
    `cells: ${total}; left out ${leftOut.length}`,
    ...idleNames(leftOut, without).map((name) => `note: --without ${name} names no cell that is left out`),
  ];
  return `${lines.join('\n')}\n`;
}

async function writeFiles(
  folder: string,
  compared: ComparedRuns,
  without: readonly string[],
  summary: string,
): Promise<void> {
  await makeResultsFolder(folder);
  await writeFile(join(folder, 'compare.md'), documentMarkdown(compareDocument(compared, without)));
  await writeFile(join(folder, 'step-summary.md'), summary);
  await writeFile(join(folder, 'junit.xml'), compareJunit(compared, without));
  for (const clock of CLOCKS) {
    const table = compareTable(compared, clock);
    if (table !== null) await writeFile(join(folder, `${table.name}.csv`), tableCsv(table));
  }
}
