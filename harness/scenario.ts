import type { Scenario } from './types.js';

/** Types a scenario's plain data; returns it as it is. */
export const defineScenario = (scenario: Scenario): Scenario => scenario;
