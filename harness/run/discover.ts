import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { EXIT, Failure } from '../failure.js';
import { packageRoot } from '../machine/places.js';
import type { Scenario } from '../types.js';
import { nearest } from './nearest.js';

/** Where a scenario's own files (C, shell, fixtures) stand. */
export const scenarioFolder = (name: string): string => join(packageRoot, 'scenarios', name);

/** Compiled or not, scenarios stand beside the harness, with its own file ending. */
const here = fileURLToPath(import.meta.url);
const modules = join(dirname(here), '../../scenarios');
const ending = here.endsWith('.ts') ? '.ts' : '.js';

/** Every scenario of the folder: no registry, a folder with a scenario module is one. */
export async function discover(): Promise<Scenario[]> {
  const entries = await readdir(modules, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const module = await import(pathToFileURL(join(modules, name, `scenario${ending}`)).href);
      const scenario = module.default as Scenario;
      if (scenario?.name !== name) throw new Error(`scenarios/${name} calls itself "${scenario?.name}"`);
      return scenario;
    }),
  );
}

/** The scenarios of these names, in that order; all when none is named. @throws Failure on an unknown one */
export async function chooseScenarios(names: string[]): Promise<Scenario[]> {
  const all = await discover();
  if (names.length === 0) return all;
  return [...new Set(names)].map((name) => {
    const found = all.find((scenario) => scenario.name === name);
    if (found !== undefined) return found;
    const known = all.map((scenario) => scenario.name);
    throw new Failure({
      what: `there is no scenario "${name}"`,
      exit: EXIT.usage,
      remedy: `Did you mean ${nearest(name, known)}? Known: ${known.join(', ')}.`,
    });
  });
}
