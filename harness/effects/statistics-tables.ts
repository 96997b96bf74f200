import type { SummaryRow } from '../cells/summary-row.js';
import type { Table } from '../document/table.js';
import type { Profile, ScenarioDescription } from '../types.js';
import { adviceTable } from './advice-table.js';
import { comparisonTables } from './comparison-table.js';
import { jitterTables } from './jitter-table.js';
import { predictionTables } from './prediction-table.js';
import { scalingTables } from './scaling-table.js';

/** What is concluded from one scenario's cells: effects, growth, jitter, and the boots that the next run needs. */
export function statisticsTables(
  scenario: ScenarioDescription,
  summary: readonly SummaryRow[],
  profile: Profile,
): Table[] {
  const advice = adviceTable(scenario, summary);
  return [
    ...scenario.comparisons.flatMap((spec) => comparisonTables(spec, scenario, summary)),
    ...scenario.scalings.flatMap((spec) => scalingTables(spec, scenario, summary)),
    ...scenario.jitters.flatMap((spec) => jitterTables(spec, scenario, summary, profile)),
    ...(scenario.predictions ?? []).flatMap((spec) => predictionTables(spec, scenario, summary)),
    ...(advice === null ? [] : [advice]),
  ];
}
