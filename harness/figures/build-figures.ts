import type { SummaryRow } from '../cells/summary-row.js';
import type { FigureSpec, Profile, StoredAttachment } from '../types.js';
import { beforeAfterFigures } from './before-after.js';
import type { Figure, FigureScenario } from './figure.js';
import { flameFigures } from './flame.js';
import { levelsFigures } from './levels.js';
import { percentileFigures } from './percentiles.js';
import { slopesFigures } from './slopes.js';
import { timelineFigures } from './timeline.js';

/**
 * The figures of one specification. Clocks never share a figure; nor do levels of a factor that the figure does not
 * show. Nothing measured, no figure. Of `attachments`, what probes showed, flame graphs are drawn.
 */
export function buildFigures(
  spec: FigureSpec,
  scenario: FigureScenario,
  summary: readonly SummaryRow[],
  profile: Profile,
  attachments: readonly StoredAttachment[] = [],
): Figure[] {
  const rows = summary.filter((row) => row.scenario === scenario.name);
  switch (spec.kind) {
    case 'levels':
      return levelsFigures(spec, scenario, rows);
    case 'slopes':
      return slopesFigures(spec, scenario, rows);
    case 'percentiles':
      return percentileFigures(spec, scenario, rows);
    case 'timeline':
      return timelineFigures(spec, scenario, rows, profile);
    case 'before-after':
      return beforeAfterFigures(spec, scenario, rows);
    case 'flame':
      return flameFigures(spec, scenario, attachments);
  }
}
