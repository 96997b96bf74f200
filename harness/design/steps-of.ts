import type { Scenario, Step, Trial } from '../types.js';
import { passOf } from './pass-of.js';

/** Everything the guest does in one trial of this scenario, in order: of its timed pass, or of the one it names. */
export function stepsOf(scenario: Scenario, trial: Trial): Step[] {
  if (trial.pass === undefined) return scenario.steps(trial);
  const pass = passOf(scenario, trial.pass);
  if (pass === undefined) throw new RangeError(`${scenario.name} has no pass "${trial.pass}"`);
  return pass.steps(trial);
}
