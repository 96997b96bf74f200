import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { stateOf } from '../cells/declared-factors.js';
import { documentMarkdown } from '../document/document-markdown.js';
import { tableCsv } from '../document/table-csv.js';
import { tableTerminal } from '../document/table-terminal.js';
import { EXIT, Failure } from '../failure.js';
import { makeResultsFolder, requireResultsFolder } from '../machine/host/make-folder.js';
import { say } from '../machine/host/terminal.js';
import { type BisectResult, type BisectStep, bisect } from '../run/bisect/bisect.js';
import {
  type BisectSubject,
  bisectDocument,
  bisectTable,
  conclusionLines,
  verdictWords,
} from '../run/bisect/bisect-document.js';
import { bisectMeasure, stepFolder } from '../run/bisect/bisect-measure.js';
import { predicateOf } from '../run/bisect/bisect-predicate.js';
import type { RawOptions } from '../run/config/option-words.js';
import type { Settings } from '../run/config/settings.js';
import { chooseScenarios } from '../run/plan/discover.js';
import { nearest } from '../run/requirements/nearest.js';
import { requireTools } from '../run/requirements/requirements.js';
import type { Clock, Scenario } from '../types.js';
import { settingsOf } from './settings-of.js';

export interface BisectOptions extends Omit<RawOptions, 'variant' | 'clock'> {
  clock?: Clock;
  variant?: string;
  good: string;
  bad: string;
  repo?: string;
  metric?: string;
  below?: number;
  resume?: string;
}

/** Finds the commit at which a predicate flips. @throws Failure with exit 1 when only skipped commits are left */
export async function bisectCommand(
  word: string,
  options: BisectOptions,
  signal: AbortSignal,
): Promise<void> {
  const { variant: named, good, bad, repo = '.', resume, ...raw } = options;
  const settings = await settingsOf([word], raw);
  const [scenario] = (await chooseScenarios([word], settings['scenario-folders'])) as [Scenario];
  const { name } = scenario;
  const predicate = predicateOf(scenario, {
    metric: options.metric,
    clock: options.clock,
    levels: raw.levels === undefined ? undefined : levelsOf(settings.levels, scenario),
    below: options.below,
  });
  const variant = variantOf(scenario, named);
  if ((settings.kernel?.length ?? 1) > 1) {
    throw new Failure({
      what: `a step is measured under one kernel, not ${settings.kernel?.join(', ')}`,
      exit: EXIT.usage,
      remedy: `Say --kernel ${settings.kernel?.[0]}.`,
    });
  }
  const folder = resolve(resume ?? join(options.out ?? 'bisect', bisectId(name)));
  await requireResultsFolder(folder);
  await requireTools(['guests', 'baking']);
  const subject: BisectSubject = { scenario: name, state: stateOf(scenario).name, variant, predicate };
  say(`bisect ${variant}: ${predicate.title} (ratio below ${predicate.ratioBelow}×)\n`);
  say(`every step is kept; to go on after an interruption: --resume ${folder}\n`);
  const { debian, clones, kernel, seed, timeout, jobs } = settings;
  // What a settings file says of a night's run is not meant for every step of this.
  const boots = raw.boots === undefined ? undefined : settings.boots;
  const iterations = raw.iterations === undefined ? undefined : settings.iterations;
  const measure = bisectMeasure({
    scenario,
    variant,
    predicate,
    settings: { debian, clones, kernel, seed, timeout, jobs, boots: boots ?? 1, iterations },
    folder,
    onProgress: (what) => say(`prepare: ${what}\n`),
    signal,
  });
  let count = 0;
  const result = await bisect({
    repository: repo,
    good,
    bad,
    measure: (commit, tree) => {
      count += 1;
      say(`step ${count}: ${commit.sha.slice(0, 12)} ${commit.subject}\n`);
      return measure(commit, tree);
    },
    onStep: (step) => say(`step ${count}: ${stepWords(step)}\n`),
    signal,
  });
  await writeFiles(folder, subject, { good, bad }, result);
  say(`\n${tableTerminal(bisectTable(subject, result.steps))}\n`);
  say(`${conclusionLines(result).join('\n')}\n`);
  if (result.culprit !== undefined) say(`its run: ${stepFolder(folder, result.culprit)}\n`);
  say(`${join(folder, 'bisect.md')}\n`);
  if (result.culprit === undefined) {
    throw new Failure({
      what: `only skipped commits are left: the culprit is one of ${result.suspects.length}`,
      exit: EXIT.trialsFailed,
      remedy: 'The table says why each was skipped. With more --boots, boots that disagree may be told.',
    });
  }
}

const stepWords = ({ outcome }: BisectStep): string =>
  `${verdictWords(outcome)}${outcome.figures === undefined ? '' : `, ${outcome.figures.ratio.words}`}`;

/** A variant of the scenario, or the tool that its variants are builds of. */
function variantOf({ name, variants }: Scenario, word: string | undefined): string {
  const tools = variants.map(({ tool }) => tool);
  const known = [...new Set([...tools, ...variants.map((variant) => variant.name)])];
  const chosen = word ?? (tools[0] as string);
  if (known.includes(chosen)) return chosen;
  throw new Failure({
    what: `${name} has no variant or tool "${chosen}"`,
    exit: EXIT.usage,
    remedy: `Did you mean ${nearest(chosen, known)}? Known: ${known.join(', ')}.`,
  });
}

function levelsOf(levels: Settings['levels'], scenario: Scenario): readonly number[] {
  const own = Array.isArray(levels) ? levels : (levels?.[stateOf(scenario).name] ?? []);
  return own.map(Number);
}

/** Sorts by time, as a run's: `20261122T030405-bisect-SCENARIO`. */
const bisectId = (name: string): string =>
  `${new Date().toISOString().replace(/[-:]|\.\d+Z$/g, '')}-bisect-${name}`;

async function writeFiles(
  folder: string,
  subject: BisectSubject,
  ends: { good: string; bad: string },
  result: BisectResult,
): Promise<void> {
  await makeResultsFolder(folder);
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  await write('bisect.md', documentMarkdown(bisectDocument(subject, result)));
  await write('bisect.csv', tableCsv(bisectTable(subject, result.steps)));
  await write('bisect.json', `${JSON.stringify({ ...subject, ...ends, ...result }, null, 2)}\n`);
}
