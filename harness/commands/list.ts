import { say } from '../machine/host/terminal.js';
import { CONFIG_FILE, readSettings } from '../run/config/settings.js';
import { chooseScenarios } from '../run/plan/discover.js';

/** Scenarios with their factors and variants; one that can't be used is a line on stderr. */
export async function list(names: string[], options: { json?: boolean; config?: string }): Promise<void> {
  const settings = await readSettings(options.config ?? CONFIG_FILE, options.config !== undefined);
  const scenarios = await chooseScenarios(names, settings['scenario-folders']);
  if (options.json === true) {
    const plain = scenarios.map(({ name, title, question, factors, variants, possibleCpus, metrics }) => ({
      name,
      title,
      question,
      factors,
      variants: variants.map((variant) => ({ name: variant.name, title: variant.title })),
      possibleCpus,
      metrics,
    }));
    say(`${JSON.stringify(plain, null, 2)}\n`);
    return;
  }
  for (const { name, title, factors, variants, possibleCpus } of scenarios) {
    const lines = [
      name,
      `  ${title}`,
      ...factors
        .filter(({ levels }) => levels !== undefined)
        .map((factor) => `  ${factor.scope} ${factor.name}: ${(factor.levels ?? []).join(', ')}`),
      `  possible CPUs: instruction clock ${possibleCpus.instructions.join(', ')}; wall clock ${possibleCpus.wall.join(', ')}`,
      ...variants.map((variant) => `  variant ${variant.name}: ${variant.title}`),
    ];
    say(`${lines.join('\n')}\n`);
  }
}
