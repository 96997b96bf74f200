import { EXIT, Failure } from '../../failure.js';
import type { FactorLevel, FactorName, Scenario, ScenarioFactor } from '../../types.js';
import type { Settings } from '../config/settings.js';
import { nearest } from '../requirements/nearest.js';

const fail = (what: string, remedy?: string) => new Failure({ what, exit: EXIT.usage, remedy });

/**
 * Pure: the levels that `--levels` and `--treatment` ask for, by factor.
 * @throws Failure (usage) for a factor of another scope or none, for no levels, and for a level that the factor can't have
 */
export function requestedLevels(
  { levels, treatments = {} }: Pick<Settings, 'levels' | 'treatments'>,
  scenarios: readonly Scenario[],
): Readonly<Record<FactorName, readonly FactorLevel[]>> | undefined {
  const factors = scenarios.flatMap((scenario) => scenario.factors);
  const grown = factors.filter(({ scope }) => scope !== 'treatment');
  const measured = factors.filter(({ scope, levels }) => scope === 'treatment' && levels !== undefined);
  const named = Array.isArray(levels) ? { [onlyState(factors)]: levels } : (levels ?? {});
  const all = {
    ...checked('--levels', named, grown),
    ...checked('--treatment', treatments, measured),
  };
  return Object.keys(all).length === 0 ? undefined : all;
}

/** Levels without a name are of the only factor that ascends. */
function onlyState(factors: readonly ScenarioFactor[]): FactorName {
  const states = [...new Set(factors.filter(({ scope }) => scope === 'state').map(({ name }) => name))];
  const [only, ...more] = states;
  if (only !== undefined && more.length === 0) return only;
  throw fail(
    `levels of which factor? These scenarios have ${states.join(' and ')}`,
    `Say --levels ${states.map((name) => `${name}=0,500`).join(' --levels ')}.`,
  );
}

function checked(
  option: '--levels' | '--treatment',
  asked: Readonly<Record<FactorName, readonly FactorLevel[]>>,
  factors: readonly ScenarioFactor[],
): Record<FactorName, readonly FactorLevel[]> {
  const known = [...new Set(factors.map(({ name }) => name))];
  return Object.fromEntries(
    Object.entries(asked).map(([name, levels]) => {
      const factor = factors.find((one) => one.name === name);
      if (factor === undefined) {
        const kind = option === '--levels' ? 'factor that grows or needs a boot' : 'treatment with levels';
        throw fail(
          `"${name}" is not a ${kind} of these scenarios`,
          known.length === 0
            ? 'They have none.'
            : `Did you mean ${nearest(name, known)}? Known: ${known.join(', ')}.`,
        );
      }
      if (levels.length === 0)
        throw fail(
          `no levels of ${name} are given`,
          `Say ${option} ${name}=${(factor.levels ?? []).join()}.`,
        );
      return [name, levels.map((level) => levelOf(factor, level, option))];
    }),
  );
}

/** Of an amount any whole number; of a text one of those that the scenario declares, since its steps must know it. */
function levelOf(factor: ScenarioFactor, level: FactorLevel, option: string): FactorLevel {
  if (factor.kind === 'amount') {
    if (typeof level === 'number') return level;
    throw fail(`${option} ${factor.name} takes whole numbers, not "${level}"`);
  }
  const known = (factor.levels ?? []).map(String);
  if (known.includes(String(level))) return String(level);
  throw fail(
    `${factor.name} has no level "${level}"`,
    `Did you mean ${nearest(String(level), known)}? Known: ${known.join(', ')}.`,
  );
}
