import type { Scenario } from '../types.js';

const GROUPS: readonly { title: string; has: (scenario: Scenario) => boolean }[] = [
  { title: 'Measured where no scenario is named:', has: ({ onlyByName }) => onlyByName !== true },
  { title: 'Measured by name:', has: ({ onlyByName }) => onlyByName === true },
];

/** Pure: scenarios in their groups, with the sentence that each is to decide, its factors and its variants. */
export const groupedScenarios = (scenarios: readonly Scenario[]): string[] =>
  GROUPS.flatMap(({ title, has }) => {
    const some = scenarios.filter(has);
    return some.length === 0 ? [] : [title, '', ...some.flatMap((one) => [...scenarioLines(one), ''])];
  });

function scenarioLines({ name, title, answer, factors, variants, possibleCpus }: Scenario): string[] {
  return [
    name,
    `  ${title}`,
    ...(answer === undefined ? [] : [`  answer, if reproduced: ${answer.headline.reproduced}`]),
    ...factors
      .filter(({ levels }) => levels !== undefined)
      .map((factor) => `  ${factor.scope} ${factor.name}: ${(factor.levels ?? []).join(', ')}`),
    `  possible CPUs: instruction clock ${possibleCpus.instructions.join(', ')}; wall clock ${possibleCpus.wall.join(', ')}`,
    ...variants.map((variant) => `  variant ${variant.name}: ${variant.title}`),
  ];
}
