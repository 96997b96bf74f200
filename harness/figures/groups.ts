import { differing, groupBy, levelOf } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { fileName } from '../document/table.js';
import type { FactorName, FigureSpec } from '../types.js';
import { clockName } from '../words/clock-name.js';
import { cellPhrase } from '../words/level-words.js';

/** The cells of one figure, and what its title and file must say to tell it from its siblings. */
export interface FigureGroup {
  cells: SummaryRow[];
  title: string;
  name: string;
}

/** Cells by clock, and apart by every factor that differs and is not among those `shown`. */
export function figureGroups(
  spec: Pick<FigureSpec, 'name' | 'title'>,
  scenario: string,
  rows: readonly SummaryRow[],
  shown: readonly FactorName[],
): FigureGroup[] {
  return groupBy(rows, ['clock']).flatMap((clock) => {
    const apart = differing(clock).filter((name) => name !== 'clock' && !shown.includes(name));
    return groupBy(clock, apart).map((cells): FigureGroup => {
      const first = cells[0]!;
      const about = [`${clockName(first.clock)}`, cellPhrase(first, apart)].filter((words) => words !== '');
      const place = apart.map((name) => `${name}-${levelOf(first, name) ?? 'none'}`);
      return {
        cells,
        title: `${spec.title} (${about.join(', ')})`,
        name: fileName(scenario, spec.name, first.clock, ...place),
      };
    });
  });
}
