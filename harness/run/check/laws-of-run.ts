import { resolve } from 'node:path';
import { lawsOf } from '../../check/laws-of.js';
import type { Laws, Scenario } from '../../types.js';
import { readRun } from '../results/results.js';

/** Those that a run of the user's own gives, by scenario. @throws Failure as `readRun` does */
export async function lawsOfRun(folder: string, scenarios: readonly Scenario[]): Promise<Map<string, Laws>> {
  const { manifest, summary } = await readRun(resolve(folder));
  const found = scenarios.flatMap(({ name, check }): [string, Laws][] => {
    const described = manifest.scenarios.find((one) => one.name === name);
    if (check === undefined || described === undefined) return [];
    return [[name, { schema: 1, run: manifest.run, laws: lawsOf(check, described, summary) }]];
  });
  return new Map(found);
}
