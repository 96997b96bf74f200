import { applyingFactors } from '../cells/cell.js';
import { type JunitCase, type JunitSuite, junitXml } from '../document/junit-xml.js';
import { ratioWords } from '../effects/ratio-words.js';
import { clockName } from '../words/clock-name.js';
import { formatSpread } from '../words/format.js';
import { cellPhrase } from '../words/level-words.js';
import { CLOCKS } from './clocks.js';
import type { ComparedRuns } from './compare-runs.js';
import { compareVerdict, fullCellName } from './compare-verdict.js';
import { notAllowed } from './left-out.js';

/**
 * Pure: a comparison as JUnit XML, for a CI server that shows tests: each judged cell is a test case. A regression is a failure, what could not be
 * told is skipped, and a cell that only one run has and nobody allowed is an error. No time of day is in it.
 * @param without names of cells that a run may lack
 */
export function compareJunit(compared: ComparedRuns, without: readonly string[]): string {
  const { base, next, cells, leftOut } = compared;
  const suites = CLOCKS.flatMap((clock): JunitSuite[] => {
    const here = cells.filter((cell) => cell.next.clock === clock && cell.verdict !== 'not judged');
    const cases = here.map((cell): JunitCase => {
      const words = `${formatSpread(cell.next)} against ${formatSpread(cell.base)}: ${ratioWords(cell.ratio, clock)}`;
      return {
        className: `compare.${cell.next.scenario}`,
        name: fullCellName(cell, here),
        timeS: 0,
        ...(cell.verdict === 'regression' && { failure: { type: cell.verdict, message: words } }),
        ...(cell.verdict === 'inconclusive' && {
          isSkipped: true,
          output: `${words}; ${cell.reason ?? ''}`,
        }),
      };
    });
    return here.length === 0 ? [] : [{ name: `${next} against ${base}, ${clockName(clock)}`, cases }];
  });
  const missing = notAllowed(leftOut, without).map(
    ({ row, where }): JunitCase => ({
      className: `compare.${row.scenario}`,
      name: `${row.scenario}: ${row.metric}: ${cellPhrase(row, applyingFactors(row))}`,
      timeS: 0,
      error: { type: 'left out', message: where },
    }),
  );
  const lacking = missing.length === 0 ? [] : [{ name: 'cells that only one run has', cases: missing }];
  return junitXml(compareVerdict(compared, without), [...suites, ...lacking]);
}
