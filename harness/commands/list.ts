import { say } from '../machine/host/terminal.js';
import { discover } from '../run/plan/discover.js';

/** Scenarios with their factors and variants. */
export async function list(options: { json?: boolean }): Promise<void> {
  const scenarios = await discover();
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
