import { wrap } from '../document/table-terminal.js';
import type { CheckedMachine, CheckedScenario } from '../run/check/check-machine.js';
import type { Fact, FactValue } from '../types.js';
import { groupThousands } from '../words/format.js';

const FACTS = 'this machine';

/**
 * Pure: what this machine has, and of each scenario whether it has its effect, why, and what ends it.
 * @param columns how wide the terminal is
 */
export function checkLines({ possibleCpus, facts, scenarios }: CheckedMachine, columns: number): string {
  const all = [valueWords('possible CPUs', possibleCpus), ...facts.map((fact) => factWords(fact))];
  return [
    FACTS,
    ...all.flatMap((text) => indented(text, columns)),
    ...scenarios.flatMap((one) => scenarioLines(one, columns)),
  ].join('\n');
}

function scenarioLines({ scenario, headline, because, fixes }: CheckedScenario, columns: number): string[] {
  return [
    '',
    ...wrap(`${scenario}: ${headline}`, columns),
    ...because.flatMap((text) => indented(text, columns)),
    ...fixes.flatMap(({ what, since, price }) =>
      indented(`fix: ${what} (since: ${since}; price: ${price})`, columns),
    ),
  ];
}

/** `12,400 rules`, `kernel 6.1.0`, `net.example: not there`, `rules: not known: needs root`. */
const factWords = (fact: Fact): string => valueWords(fact.title, fact);

function valueWords(title: string, fact: FactValue): string {
  if (fact.state === 'absent') return `${title}: ${fact.why}`;
  if (fact.state === 'not known') return `${title}: not known: ${fact.why}`;
  const beside = fact.beside === undefined ? '' : ` (${fact.beside})`;
  const value = typeof fact.value === 'number' ? groupThousands(String(fact.value)) : fact.value;
  return `${title}: ${value}${beside}`;
}

/** Two blanks before it, four before the lines that follow. */
const indented = (text: string, columns: number): string[] =>
  wrap(text, Math.max(20, columns - 4)).map((line, i) => (i === 0 ? `  ${line}` : `    ${line}`));
