import reports, { type Builder } from 'junit-report-builder';
import { applyingFactors } from '../cells/cell.js';
import { ratioWords } from '../effects/ratio-words.js';
import { clockName } from '../words/clock-name.js';
import { formatSpread } from '../words/format.js';
import { cellPhrase } from '../words/level-words.js';
import { CLOCKS } from './clocks.js';
import type { ComparedRuns } from './compare-runs.js';
import { compareVerdict, fullCellName } from './compare-verdict.js';
import { notAllowed } from './left-out.js';

/** Its types speak of a default export inside the default export, which is not there. */
const builder = reports as unknown as Builder;

/**
 * Pure: a comparison as JUnit XML, for a CI server that shows tests: each judged cell is a test case. A regression is a failure, what could not be
 * told is skipped, and a cell that only one run has and nobody allowed is an error. No time of day is in it.
 * @param without names of cells that a run may lack
 */
export function compareJunit(compared: ComparedRuns, without: readonly string[]): string {
  const { base, next, cells, leftOut } = compared;
  const report = builder.newBuilder().name(compareVerdict(compared, without));
  for (const clock of CLOCKS) {
    const here = cells.filter((cell) => cell.next.clock === clock && cell.verdict !== 'not judged');
    if (here.length === 0) continue;
    const suite = report.testSuite().name(`${next} against ${base}, ${clockName(clock)}`);
    for (const cell of here) {
      const test = suite
        .testCase()
        .className(`compare.${cell.next.scenario}`)
        .name(fullCellName(cell, here))
        .time(0);
      const words = `${formatSpread(cell.next)} against ${formatSpread(cell.base)}: ${ratioWords(cell.ratio, clock)}`;
      if (cell.verdict === 'regression') test.failure(words, cell.verdict);
      else if (cell.verdict === 'inconclusive')
        test.skipped().standardOutput(`${words}; ${cell.reason ?? ''}`);
    }
  }
  const missing = notAllowed(leftOut, without);
  if (missing.length > 0) {
    const suite = report.testSuite().name('cells that only one run has');
    for (const { row, where } of missing) {
      const name = `${row.scenario}: ${row.metric}: ${cellPhrase(row, applyingFactors(row))}`;
      suite.testCase().className(`compare.${row.scenario}`).name(name).time(0).error(where, 'left out');
    }
  }
  return `${report.build()}\n`;
}
