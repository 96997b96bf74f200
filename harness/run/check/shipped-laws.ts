import { join } from 'node:path';
import { z } from 'zod';
import { EXIT, Failure, tailOf } from '../../failure.js';
import { readTextIfThere } from '../../machine/files/regular-file.js';
import type { Laws, Scenario } from '../../types.js';
import { scenarioFolder } from '../plan/discover.js';
import { line, name } from '../plan/scenario-schema.js';

/** Folders of the checkout with the runs that laws are fitted to; no scenario is in two of them. */
export const SHIPPED_RUNS = ['results/example', 'results/findings'];

/** Beside the scenario's module; `make laws` writes those of netknee's own scenarios. */
const FILE = 'laws.json';

const law = z.object({
  ...{ name, title: line, metric: name, unit: z.enum(['ns', 'kB', 'count', 'share', 'ratio']) },
  ...{ kernel: name, by: name.optional(), constant: z.number(), each: z.number(), eachCpu: z.number() },
  measured: z.object({ amount: z.number(), possibleCpus: z.array(z.number()) }),
});
const laws = z.object({ schema: z.literal(1), run: name, laws: z.array(law) });

/** Where the laws of a scenario stand. */
export const lawsPath = (scenario: Pick<Scenario, 'name' | 'folder'>): string =>
  join(scenarioFolder(scenario), FILE);

/**
 * The laws that come with a scenario.
 * @returns undefined where none do
 * @throws Failure (io) for a file that holds none
 */
export async function shippedLaws(scenario: Pick<Scenario, 'name' | 'folder'>): Promise<Laws | undefined> {
  const path = lawsPath(scenario);
  const text = await readTextIfThere(path);
  return text === undefined ? undefined : parseLaws(text, path);
}

/** @param path how to call the file in a message. @throws Failure (io) */
export function parseLaws(text: string, path = FILE): Laws {
  try {
    return laws.parse(JSON.parse(text));
  } catch (error) {
    throw new Failure({
      what: `${path} holds no laws`,
      exit: EXIT.io,
      tail: tailOf(error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message),
      remedy: 'Install netknee again, or name a run that laws are taken from: --laws results/<run-id>.',
      cause: error,
    });
  }
}

/** As the file has them. */
export const lawsText = (found: Laws): string => `${JSON.stringify(found, null, 2)}\n`;
