/** Writes laws.json of every scenario whose check asks for a law, from results/example. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../harness/machine/host/places.js';
import { lawsOfRun } from '../harness/run/check/laws-of-run.js';
import { lawsPath, lawsText } from '../harness/run/check/shipped-laws.js';
import { discover } from '../harness/run/plan/discover.js';

const scenarios = await discover();
const found = await lawsOfRun(join(packageRoot, 'results/example'), scenarios);
for (const scenario of scenarios) {
  const laws = found.get(scenario.name);
  if (laws !== undefined) await writeFile(lawsPath(scenario), lawsText(laws));
}
