import { differing, groupBy } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { fileName, left, right, type Table } from '../document/table.js';
import { leastVisibleChange } from '../stats/visible-change.js';
import type { Clock, ScalingSpec, ScenarioDescription } from '../types.js';
import { clockName } from '../words/clock-name.js';
import { effectWords } from '../words/effect-words.js';
import { estimateWords } from '../words/estimate-words.js';
import { formatValue, threeDigits } from '../words/format.js';
import { cellPhrase, levelPhrase, perState } from '../words/level-words.js';
import { type Growth, growths } from './scaling.js';

/** How each series grows: model, slope, slope over the reference's, knee; a table a clock. */
export function scalingTables(
  spec: ScalingSpec,
  scenario: Pick<ScenarioDescription, 'name'>,
  rows: readonly SummaryRow[],
): Table[] {
  const all = growths(
    spec,
    rows.filter((row) => row.scenario === scenario.name),
  );
  return groupBy(
    all.map((growth) => ({ ...growth.of, growth })),
    ['clock'],
  ).map((clock) =>
    buildTable(
      spec,
      scenario.name,
      clock.map(({ growth }) => growth),
    ),
  );
}

function buildTable(spec: ScalingSpec, scenario: string, all: readonly Growth[]): Table {
  const { clock } = all[0]!.of;
  const apart = differing(all.map(({ of }) => of)).filter((name) => name !== spec.by);
  const names = apart.length > 0 ? apart : spec.series;
  const compared = all.some(({ overReference }) => overReference !== undefined);
  return {
    name: fileName(scenario, spec.name, clock),
    title: `${spec.title}, ${clockName(clock)}`,
    columns: [
      left('series'),
      right('levels'),
      right('exponent'),
      right(`slope ${perState(spec.by)}`),
      ...(compared ? [right('slope over the reference’s')] : []),
      left('knee'),
      right('boots'),
    ],
    rows: all.map((growth) => [
      cellPhrase(growth.of, names) || 'all',
      String(growth.levels),
      exponentWords(growth),
      { text: slopeWords(growth), value: growth.slope },
      ...(compared ? [referenceWords(growth, clock)] : []),
      kneeWords(growth, spec),
      String(growth.curves.length),
    ]),
    note:
      'Slope: median of the boots’ Theil–Sen slopes; exponent: median of k of each boot’s a + b·N^k, 1 is a line, 0 is flat; in [ ] 95 % ' +
      'intervals, in ( ) the smallest and largest boot. Knee: where no such law holds, each boot’s own effect taken out, at 5 %; without ' +
      'one, the smallest change of slope that four of five such runs would have shown.',
  };
}

/** The slope with its interval on the wall clock, or with the range of single boots. */
export function slopeWords({ of: { unit, clock }, slope, interval, range, curves }: Growth): string {
  return estimateWords({ estimate: slope, interval, range, boots: curves.length }, unit, clock);
}

function exponentWords({ exponent, curves, of: { clock } }: Growth) {
  if (exponent === null) return 'needs 4 levels';
  const boots = curves.filter((curve) => curve.exponent !== undefined).length;
  return { text: estimateWords({ ...exponent, boots }, 'count', clock), value: exponent.estimate };
}

function referenceWords({ overReference, curves }: Growth, clock: Clock): string {
  if (overReference === undefined) return 'reference';
  if (overReference === null) return 'the reference does not grow';
  if (clock === 'instructions' || curves.length < 2) return formatValue(overReference.estimate, 'ratio');
  return effectWords(overReference, 'ratio');
}

function kneeWords({ knee, curves }: Growth, { by }: ScalingSpec): string {
  if (knee.kind === 'insufficient') return `needs ${knee.need}`;
  if (knee.kind === 'none') {
    const none = `no knee up to ${levelPhrase(by, knee.upTo)}`;
    const visible = leastVisibleChange(curves.map(({ points }) => points));
    if (visible === null) return `${none}; a hundredfold slope would not have shown`;
    return `${none}; a slope ${threeDigits(visible.factor)} times as steep from ${Math.round(visible.at)} on would have shown`;
  }
  const [at, low, high] = [knee.at, knee.low, knee.high].map((x) => Math.round(x));
  return `at ${levelPhrase(by, at!)} [${low}–${high}], slope ×${threeDigits(knee.slopeAfter / knee.slopeBefore)}`;
}
