import { differing, groupBy, levelOf } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { fileName, right, type Table } from '../document/table.js';
import type { Clock, ComparisonSpec, FactorName, ScenarioDescription } from '../types.js';
import { clockName } from '../words/clock-name.js';
import { effectWords, pWords } from '../words/effect-words.js';
import { formatSpread } from '../words/format.js';
import { cellPhrase, factorTitle, levelText } from '../words/level-words.js';
import { metricTitle } from '../words/metric-title.js';
import { type ComparedCell, compareTreatments } from './comparison.js';
import { ratioWords } from './ratio-words.js';

/** The effect tables of one comparison: one for each metric and clock that measured both sides. */
export function comparisonTables(
  spec: ComparisonSpec,
  scenario: Pick<ScenarioDescription, 'name' | 'metrics' | 'factors'>,
  rows: readonly SummaryRow[],
): Table[] {
  const mine = rows.filter((row) => row.scenario === scenario.name);
  return spec.metrics.flatMap((metric) => {
    const compared = compareTreatments(spec, metric, mine);
    const clocks = groupBy(
      compared.map((cell) => ({ ...cell.before, cell })),
      ['clock'],
    );
    return clocks.map((clock) =>
      buildTable(
        spec,
        scenario,
        metric,
        clock.map(({ cell }) => cell),
      ),
    );
  });
}

function buildTable(
  spec: ComparisonSpec,
  { name, metrics, factors }: Pick<ScenarioDescription, 'name' | 'metrics' | 'factors'>,
  metric: string,
  cells: readonly ComparedCell[],
): Table {
  const { clock } = cells[0]!.before;
  const named = (['before', 'after'] as const).map((side) => cellPhrase(cells[0]![side], factorsOf(spec)));
  const apart: FactorName[] = differing(cells.map(({ before }) => before)).filter(
    (factor) => factor !== spec.by,
  );
  const title = metricTitle(metrics, metric);
  const inferred = clock === 'wall' ? ['shift'] : [];
  const showsP = cells.some(({ inference }) => (inference?.p ?? null) !== null);
  return {
    name: fileName(name, spec.name, metric, clock),
    title: `${spec.title}: ${title}, ${clockName(clock)}`,
    columns: [
      right(factorTitle(spec.by, factors)),
      ...apart.map((factor) => right(factorTitle(factor, factors))),
      ...named.map(right),
      right('ratio'),
      ...inferred.map(right),
      ...(showsP ? [right('p (adjusted)')] : []),
      right('boots'),
    ],
    rows: cells.map((cell) => [
      ...[spec.by, ...apart].map((factor) => levelText(factor, levelOf(cell.before, factor))),
      ...[cell.before, cell.after].map((row) => ({ text: formatSpread(row), value: row.median })),
      { text: ratioWords(cell.ratio, clock), value: cell.ratio?.estimate ?? 0 },
      ...inferenceCells(cell, showsP),
      bootsWords(cell),
    ]),
    note: noteOf(clock, cells[0]!.design),
  };
}

function inferenceCells({ inference, before: { unit } }: ComparedCell, showsP: boolean) {
  if (inference === undefined) return [];
  const { shift, p } = inference;
  return [
    { text: effectWords(shift, unit), value: shift.estimate },
    ...(showsP ? [p === null ? '–' : { text: pWords(p), value: p }] : []),
  ];
}

const factorsOf = ({ before, after }: ComparisonSpec): FactorName[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])] as FactorName[];

const bootsWords = ({ before, after, design }: ComparedCell): string =>
  design === 'paired' ? String(Math.min(before.boots, after.boots)) : `${before.boots} and ${after.boots}`;

function noteOf(clock: Clock, design: ComparedCell['design']): string {
  if (clock === 'instructions') {
    return (
      'Ratio by Hodges–Lehmann; in ( ) the smallest and largest ratio of single boots. No p values: the clock counts instructions, so ' +
      'the boots’ largest difference is the error.'
    );
  }
  const [paired, test, inverted] =
    design === 'paired'
      ? ['Paired by boot', 'flipped signs of boots', 'signed-rank']
      : ['Independent boots', 'exchanged labels of boots', 'Mann–Whitney'];
  return (
    `${paired}: ratio and shift by Hodges–Lehmann, in [ ] the exact interval of the ${inverted} test; p by ${test}, adjusted for all ` +
    'cells of this table (step-down maxT): at most 5 % of tables without any effect have a p of 0.05 or less. No p where so few boots ' +
    'can’t show any effect.'
  );
}
