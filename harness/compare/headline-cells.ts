import { levelOf, matches } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import type { Measure, ScenarioDescription, Where } from '../types.js';
import { CLOCKS } from './clocks.js';
import type { Run } from './compare-runs.js';
import { cellKey } from './trend-series.js';

/**
 * Pure: the cells that the answers of a run are about: of each claim of a headline the metric where it is greatest, at the highest level
 * of the state, one a clock. In the order of scenarios and claims, each once.
 */
export function headlineCells({ manifest, summary }: Run): SummaryRow[] {
  const found = manifest.scenarios.flatMap((scenario) => {
    const rows = summary.filter((row) => row.scenario === scenario.name);
    return (scenario.answer?.headline.claims ?? []).flatMap((id) => {
      const claim = scenario.claims.find((one) => one.id === id);
      return claim === undefined ? [] : cellsOf(claim.measure, scenario, rows);
    });
  });
  return [...new Map(found.map((row) => [cellKey(row), row])).values()];
}

function cellsOf(
  measure: Measure,
  { factors }: Pick<ScenarioDescription, 'factors'>,
  rows: readonly SummaryRow[],
): SummaryRow[] {
  if (measure.type === 'not-measured') return [];
  const where = plainOf(measure.type === 'ratio' ? measure.over : measure.where);
  const state = factors.find(({ scope }) => scope === 'state')?.name;
  const level = (row: SummaryRow): number => Number((state && levelOf(row, state)) ?? 0);
  return CLOCKS.flatMap((clock) => {
    const here = rows.filter(
      (row) => row.clock === clock && row.metric === measure.metric && matches(row, where),
    );
    const [first, ...others] = here;
    if (first === undefined) return [];
    return [
      others.reduce(
        (most, row) =>
          level(row) > level(most) || (level(row) === level(most) && row.median > most.median) ? row : most,
        first,
      ),
    ];
  });
}

/** Without the ends of what was measured: the highest level is taken anyway. */
const plainOf = (where: Where): Where =>
  Object.fromEntries(Object.entries(where).filter(([, level]) => level !== 'highest' && level !== 'lowest'));
