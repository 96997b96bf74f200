/** Writes laws.json of every scenario whose check asks for a law, from the runs that come with the project. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../harness/machine/host/places.js';
import { lawsOfRun } from '../harness/run/check/laws-of-run.js';
import { lawsPath, lawsText, SHIPPED_RUNS } from '../harness/run/check/shipped-laws.js';
import { discover } from '../harness/run/plan/discover.js';

const scenarios = await discover();
for (const run of SHIPPED_RUNS) {
  const found = await lawsOfRun(join(packageRoot, run), scenarios);
  for (const scenario of scenarios) {
    const laws = found.get(scenario.name);
    if (laws !== undefined) await writeFile(lawsPath(scenario), lawsText(laws));
  }
}
