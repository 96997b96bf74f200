import type { Scenario } from './types.js';

/** What a scenario may leave unsaid. */
const USUAL = {
  variants: [],
  possibleCpus: { instructions: [2], wall: [2] },
  memoryMb: 2048,
  iterations: { smoke: 1, quick: 5, standard: 10, paper: 20 },
  kernelArguments: [],
  // Until the first boots have ended, which correct it.
  estimateS: ({ levels }) => 15 + 10 * levels.length,
  claims: [],
  comparisons: [],
  scalings: [],
  jitters: [],
  tables: [],
  figures: [],
} satisfies Partial<Scenario>;

/** A scenario as its author writes it: what is usual need not be said. */
export type ScenarioDefinition = Omit<Scenario, keyof typeof USUAL> &
  Partial<Pick<Scenario, keyof typeof USUAL>>;

/** Types a scenario's plain data, and fills in what it does not say. */
export const defineScenario = (scenario: ScenarioDefinition): Scenario => ({ ...USUAL, ...scenario });
