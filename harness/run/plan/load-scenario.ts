import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { EXIT, Failure, tailOf } from '../../failure.js';
import type { Scenario } from '../../types.js';
import { scenarioData } from './scenario-schema.js';

/** Compiled or not, netknee's own scenarios stand beside the harness, with its own file ending. */
const here = fileURLToPath(import.meta.url);
const harness = join(dirname(here), '../..');
const ending = here.endsWith('.ts') ? '.ts' : '.js';

/** Where the modules of netknee's own scenarios stand. */
export const SHIPPED = join(harness, '../scenarios');

/** The files that may be a scenario's module, the first one that is there is taken. */
const ENTRIES = ['scenario.ts', 'scenario.mjs', 'scenario.js'];

/** A scenario's module; undefined where the folder has none. */
export const entryOf = (folder: string): string | undefined =>
  (dirname(folder) === SHIPPED ? [`scenario${ending}`] : ENTRIES)
    .map((name) => join(folder, name))
    .find((path) => existsSync(path));

/**
 * The scenario of a folder. One of netknee's own is imported as any of its modules; any other by jiti, which needs no build
 * step and gives it this very installation as `netknee`, whether the folder has node_modules or not.
 * @throws Failure (usage) when the module can't be loaded, or is no scenario
 */
export async function loadScenario(folder: string): Promise<Scenario> {
  const entry = entryOf(folder);
  const isShipped = dirname(folder) === SHIPPED;
  const where = isShipped ? `scenarios/${basename(folder)}` : folder;
  if (entry === undefined) {
    throw new Failure({
      what: `${where} is no scenario: there is no ${ENTRIES[0]} in it`,
      exit: EXIT.usage,
      remedy: 'Name a folder whose scenario.ts exports defineScenario({...}) by default.',
    });
  }
  let scenario: unknown;
  try {
    scenario = isShipped ? (await import(pathToFileURL(entry).href)).default : await importOutside(entry);
  } catch (error) {
    throw new Failure({ ...unusable(where), tail: tailOf(reasonOf(error)), cause: error });
  }
  requireData(scenario, basename(folder), where);
  return isShipped ? scenario : { ...scenario, folder };
}

async function importOutside(entry: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  // By its path, as the scenarios are: what is defined for scenarios imports nothing of the run, nor the other way round.
  const netknee = await import(pathToFileURL(join(harness, `index${ending}`)).href);
  const jiti = createJiti(entry, { virtualModules: { netknee }, fsCache: false });
  return jiti.import(entry, { default: true });
}

/** What was thrown, and the line of the scenario's that it came from, where the message does not say. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const line = error.stack?.split('\n').find((one) => /^\s+at .*scenario\./.test(one));
  return line === undefined ? error.message : `${error.message}\n${line.trim()}`;
}

const unusable = (where: string) => ({
  what: `${where} can't be used`,
  exit: EXIT.usage,
  remedy: 'Mend its scenario file; docs/scenario.md says what belongs in one.',
});

/**
 * @param where how to call it in a message
 * @throws Failure when a scenario file is none, or says what nothing understands
 */
export function requireData(
  scenario: unknown,
  folder: string,
  where = `scenarios/${folder}`,
): asserts scenario is Scenario {
  const parsed = scenarioData.safeParse(scenario);
  const problems = parsed.success ? '' : tailOf(z.prettifyError(parsed.error));
  const named =
    parsed.success && parsed.data.name !== folder
      ? `it calls itself "${parsed.data.name}", and its folder "${folder}"`
      : '';
  if (problems === '' && named === '') return;
  throw new Failure({ ...unusable(where), tail: problems || named });
}
