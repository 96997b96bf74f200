import type { FactorDeclaration, FactorName } from '../types.js';

/** A scenario, as far as its factors go. */
export interface Declaring {
  factors: readonly FactorDeclaration[];
}

/**
 * The factors of several scenarios, each once, in the order of their declarations: the columns of one results folder.
 * @throws RangeError when two scenarios mean different kinds of levels by one name
 */
export function declaredFactors(scenarios: readonly Declaring[]): FactorDeclaration[] {
  const byName = new Map<FactorName, FactorDeclaration>();
  for (const factor of scenarios.flatMap(({ factors }) => factors)) {
    const known = byName.get(factor.name);
    if (known !== undefined && known.kind !== factor.kind) {
      throw new RangeError(
        `the factor "${factor.name}" is of kind ${known.kind} in one scenario and of kind ${factor.kind} in another`,
      );
    }
    if (known === undefined) byName.set(factor.name, factor);
  }
  return [...byName.values()];
}

/** The factor along which something grows. @throws RangeError for a scenario without one */
export function stateOf<Factor extends FactorDeclaration>({
  factors,
}: {
  factors: readonly Factor[];
}): Factor {
  const state = factors.find(({ scope }) => scope === 'state');
  if (state === undefined) throw new RangeError('the scenario declares no factor of scope "state"');
  return state;
}
