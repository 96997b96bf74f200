import type { Scenario, TreatmentFactor } from './types.js';

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

/** The factor that every scenario with builds has. */
const VARIANT: TreatmentFactor = { name: 'variant', title: 'variant', kind: 'text', scope: 'treatment' };

/** Types a scenario's plain data, and fills in what it does not say. */
export function defineScenario(scenario: ScenarioDefinition): Scenario {
  const { factors, variants = [] } = scenario;
  const isMissing = variants.length > 0 && factors.every(({ name }) => name !== VARIANT.name);
  return { ...USUAL, ...scenario, factors: isMissing ? [...factors, VARIANT] : factors };
}
