import { resolve } from 'node:path';
import { lawsOf } from '../../check/laws-of.js';
import type { Law, Laws, Manifest, Scenario } from '../../types.js';
import { readRun } from '../results/results.js';

/** Those that a run of the user's own gives, by scenario. @throws Failure as `readRun` does */
export async function lawsOfRun(folder: string, scenarios: readonly Scenario[]): Promise<Map<string, Laws>> {
  const { manifest, summary } = await readRun(resolve(folder));
  const found = scenarios.flatMap(({ name, check }): [string, Laws][] => {
    const described = manifest.scenarios.find((one) => one.name === name);
    if (check === undefined || described === undefined) return [];
    if (check.law === undefined) return [];
    const laws = lawsOf(check, described, summary).map((law) => ({
      ...law,
      kernel: versionOf(law, manifest),
    }));
    return [[name, { schema: 1, run: manifest.run, laws }]];
  });
  return new Map(found);
}

/** `newest` goes with time: its version stands in the place of its name, as `7.3.4` does. */
function versionOf({ kernel }: Law, { artifacts }: Pick<Manifest, 'artifacts'>): string {
  if (/^\d/.test(kernel)) return kernel;
  const found = artifacts.find(({ kind, name }) => kind === 'kernel' && name === kernel);
  return /^[\d.]+\d/.exec(found?.details.version ?? '')?.[0] ?? kernel;
}
