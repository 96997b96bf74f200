import { say } from '../machine/host/terminal.js';
import { discover } from '../run/plan/discover.js';

/** Scenarios with their factors and variants. */
export async function list(options: { json?: boolean }): Promise<void> {
  const scenarios = await discover();
  if (options.json === true) {
    const plain = scenarios.map(({ name, title, question, state, variants, possibleCpus, metrics }) => ({
      name,
      title,
      question,
      state,
      variants: variants.map((variant) => ({ name: variant.name, title: variant.title })),
      possibleCpus,
      metrics,
    }));
    say(`${JSON.stringify(plain, null, 2)}\n`);
    return;
  }
  for (const { name, title, state, variants, possibleCpus } of scenarios) {
    const lines = [
      name,
      `  ${title}`,
      `  levels of ${state.name}: ${state.levels.join(', ')}`,
      `  possible CPUs: exact ${possibleCpus.exact.join(', ')}; real ${possibleCpus.real.join(', ')}`,
      ...variants.map((variant) => `  variant ${variant.name}: ${variant.title}`),
    ];
    say(`${lines.join('\n')}\n`);
  }
}
