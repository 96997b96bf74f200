import type { FactorName, ScenarioDescription } from '../types.js';
import { compareLevels, levelOf, MACHINE_FACTORS } from './cell.js';
import { declaredFactors } from './declared-factors.js';
import type { SummaryRow } from './summary-row.js';

/**
 * The one order of summary rows: scenario and metric as the descriptions list them (those they do not
 * list come last, by name), instruction clock before the wall clock, then every factor ascending. Total, so the order of
 * the observations cannot show.
 */
export function summaryOrder(scenarios: readonly ScenarioDescription[]) {
  const places = new Map<string, number>();
  for (const scenario of scenarios) {
    places.set(scenario.name, places.size);
    for (const metric of scenario.metrics) places.set(`${scenario.name}\n${metric.name}`, places.size);
  }
  const declared = declaredFactors(scenarios).map(({ name }) => name);
  const byPlace = (a: string, b: string) =>
    compareLevels(places.get(a), places.get(b)) || compareLevels(a, b);
  const byFactors = (a: SummaryRow, b: SummaryRow, names: readonly FactorName[]) => {
    for (const name of names) {
      const order = compareLevels(levelOf(a, name), levelOf(b, name));
      if (order !== 0) return order;
    }
    return 0;
  };
  return (a: SummaryRow, b: SummaryRow): number =>
    byPlace(a.scenario, b.scenario) ||
    byFactors(a, b, MACHINE_FACTORS) ||
    byPlace(`${a.scenario}\n${a.metric}`, `${b.scenario}\n${b.metric}`) ||
    byFactors(a, b, declared) ||
    // What no description declares comes last, so that the order stays total.
    byFactors(a, b, Object.keys(a.factors)) ||
    byFactors(a, b, Object.keys(b.factors));
}
