import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { EXIT, Failure, tailOf } from '../../failure.js';
import { packageRoot } from '../../machine/host/places.js';
import type { Scenario } from '../../types.js';
import { nearest } from '../requirements/nearest.js';
import { scenarioData } from './scenario-schema.js';

/** Where a scenario's own files (C, shell, fixtures) stand. */
export const scenarioFolder = (name: string): string => join(packageRoot, 'scenarios', name);

/** Compiled or not, scenarios stand beside the harness, with its own file ending. */
const here = fileURLToPath(import.meta.url);
const modules = join(dirname(here), '../../../scenarios');
const ending = here.endsWith('.ts') ? '.ts' : '.js';

/** Every scenario of the folder: no registry, a folder with a scenario module is one. */
export async function discover(): Promise<Scenario[]> {
  const entries = await readdir(modules, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const module = await import(pathToFileURL(join(modules, name, `scenario${ending}`)).href);
      const scenario: unknown = module.default;
      requireData(scenario, name);
      return scenario;
    }),
  );
}

/** @throws Failure when a scenario file is none, or says what nothing understands */
export function requireData(scenario: unknown, folder: string): asserts scenario is Scenario {
  const parsed = scenarioData.safeParse(scenario);
  const problems = parsed.success ? '' : tailOf(z.prettifyError(parsed.error));
  const named = parsed.success && parsed.data.name !== folder ? `it calls itself "${parsed.data.name}"` : '';
  if (problems === '' && named === '') return;
  throw new Failure({
    what: `scenarios/${folder} can't be used`,
    exit: EXIT.usage,
    tail: problems || named,
    remedy: 'Mend its scenario file; CONTRIBUTING.md says what belongs in one.',
  });
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
