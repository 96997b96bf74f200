import { realpathSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import { packageRoot } from '../../machine/host/places.js';
import { complain } from '../../machine/host/terminal.js';
import type { Scenario } from '../../types.js';
import { nearest } from '../requirements/nearest.js';
import { entryOf, loadScenario, SHIPPED } from './load-scenario.js';

/** Where a scenario's own files (C, shell, fixtures) stand. */
export const scenarioFolder = ({ name, folder }: Pick<Scenario, 'name' | 'folder'>): string =>
  folder ?? join(packageRoot, 'scenarios', name);

/** Pure: whether a word names a scenario by the path of its folder. */
export const isScenarioPath = (word: string): boolean => /^(\/|\.\.?(\/|$))/.test(word);

export interface Discovered {
  scenarios: Scenario[];
  /** Why others can't be used, one a name. */
  broken: { name: string; failure: Failure }[];
}

/**
 * Every scenario of netknee's own folder and of `folders`: no registry, a folder with a scenario module is one. Whatever is wrong
 * with one of them, the others are there.
 * @throws Failure (usage) when one of `folders` can't be read
 */
export async function discoverAll(folders: readonly string[] = []): Promise<Discovered> {
  const places = await placesIn(folders);
  const found: Discovered = { scenarios: [], broken: [] };
  for (const [name, paths] of [...places].sort(([a], [b]) => (a < b ? -1 : 1))) {
    try {
      found.scenarios.push(await loadScenario(onlyOne(name, paths)));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      found.broken.push({ name, failure: error });
    }
  }
  return found;
}

/** The scenarios that can be used. */
export const discover = async (folders: readonly string[] = []): Promise<Scenario[]> =>
  (await discoverAll(folders)).scenarios;

/** Pure: why a scenario can't be used, on one line. */
export const brokenLine = ({ message, details: { tail = '' } }: Failure): string =>
  `${message}: ${tail
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join('; ')}`;

/**
 * The scenarios of these names and paths, in that order; all that can be used when none is named, with a warning for each other.
 * @param folders where scenarios stand besides netknee's own folder
 * @throws Failure (usage) on an unknown one, on one that can't be used, and on two of one name
 */
export async function chooseScenarios(
  words: readonly string[],
  folders: readonly string[] = [],
): Promise<Scenario[]> {
  if (words.length === 0) {
    const { scenarios, broken } = await discoverAll(folders);
    for (const { failure } of broken) complain(`netknee: left out: ${brokenLine(failure)}\n`);
    return scenarios;
  }
  const paths = words.filter(isScenarioPath).map((word) => resolve(word));
  const places = await placesIn(folders, paths);
  const names = words.map((word) => (isScenarioPath(word) ? basename(resolve(word)) : word));
  const chosen: Scenario[] = [];
  for (const name of new Set(names)) {
    const found = places.get(name);
    if (found === undefined) throw unknown(name, [...places.keys()]);
    chosen.push(await loadScenario(onlyOne(name, found)));
  }
  return chosen;
}

/** Pure: those that are measured where none is named. */
export const unasked = (scenarios: readonly Scenario[]): Scenario[] =>
  scenarios.filter(({ onlyByName }) => onlyByName !== true);

function unknown(name: string, known: string[]): Failure {
  return new Failure({
    what: `there is no scenario "${name}"`,
    exit: EXIT.usage,
    remedy: `Did you mean ${nearest(name, known)}? Known: ${known.join(', ')}. One of yours is named by its path: ./${name}`,
  });
}

/** Folders of scenarios by the name of the folder, which is the scenario's. */
async function placesIn(
  folders: readonly string[],
  paths: readonly string[] = [],
): Promise<Map<string, string[]>> {
  const inFolders = await Promise.all([SHIPPED, ...folders].map(scenariosIn));
  const places = new Map<string, string[]>();
  for (const path of [...inFolders.flat(), ...paths].map(builtOf)) {
    const known = places.get(basename(path)) ?? [];
    if (!known.some((other) => sameFolder(other, path))) places.set(basename(path), [...known, path]);
  }
  return places;
}

/** One of netknee's own, named by the path of its sources, is the one that was built of them. */
function builtOf(path: string): string {
  const built = join(SHIPPED, basename(path));
  return dirname(path) === join(packageRoot, 'scenarios') && entryOf(built) !== undefined ? built : path;
}

async function scenariosIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder).catch((error: Error) => {
    throw new Failure({
      what: `the scenario folder ${folder} can't be read: ${error.message}`,
      exit: EXIT.usage,
      remedy: 'Check scenario-folders in netknee.config.yaml.',
    });
  });
  return entries
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => entryOf(path) !== undefined);
}

function sameFolder(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return one === other;
  }
}

/** @throws Failure (usage) that names both when there are two */
function onlyOne(name: string, [first, second]: string[]): string {
  if (second === undefined) return first as string;
  throw new Failure({
    what: `there are two scenarios "${name}": ${first} and ${second}`,
    exit: EXIT.usage,
    remedy: 'Call one of them otherwise: its folder, and its name in scenario.ts.',
  });
}
