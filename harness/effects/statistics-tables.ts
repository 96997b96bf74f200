import type { SummaryRow } from '../cells/summary-row.js';
import type { Table } from '../document/table.js';
import type { Profile, ScenarioDescription } from '../types.js';
import { comparisonTables } from './comparison-table.js';
import { jitterTables } from './jitter-table.js';
import { predictionTables } from './prediction-table.js';
import { scalingTables } from './scaling-table.js';

/** What is concluded from one scenario's cells: effects, growth and jitter. */
export function statisticsTables(
  scenario: ScenarioDescription,
  summary: readonly SummaryRow[],
  profile: Profile,
): Table[] {
  return [
    ...scenario.comparisons.flatMap((spec) => comparisonTables(spec, scenario, summary)),
    ...scenario.scalings.flatMap((spec) => scalingTables(spec, scenario, summary)),
    ...scenario.jitters.flatMap((spec) => jitterTables(spec, scenario, summary, profile)),
    ...(scenario.predictions ?? []).flatMap((spec) => predictionTables(spec, scenario, summary)),
  ];
}
