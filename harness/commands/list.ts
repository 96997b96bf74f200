import { say } from '../machine/host/terminal.js';
import { CONFIG_FILE, readSettings } from '../run/config/settings.js';
import { chooseScenarios } from '../run/plan/discover.js';
import { groupedScenarios } from './scenario-lines.js';

/** Scenarios with their factors and variants; one that can't be used is a line on stderr. */
export async function list(names: string[], options: { json?: boolean; config?: string }): Promise<void> {
  const settings = await readSettings(options.config ?? CONFIG_FILE, options.config !== undefined);
  const scenarios = await chooseScenarios(names, settings['scenario-folders']);
  if (options.json === true) {
    const plain = scenarios.map(({ factors, variants, possibleCpus, metrics, ...scenario }) => ({
      name: scenario.name,
      title: scenario.title,
      question: scenario.question,
      onlyByName: scenario.onlyByName === true,
      answer: scenario.answer?.headline.reproduced,
      factors,
      variants: variants.map((variant) => ({ name: variant.name, title: variant.title })),
      possibleCpus,
      metrics,
    }));
    say(`${JSON.stringify(plain, null, 2)}\n`);
    return;
  }
  say(groupedScenarios(scenarios).join('\n'));
}
