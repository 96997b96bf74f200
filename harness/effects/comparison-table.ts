import { differing, groupBy, levelOf } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { fileName, right, type Table } from '../document/table.js';
import type { ComparisonSpec, FactorName, Lane, ScenarioDescription } from '../types.js';
import { effectWords, pWords } from '../words/effect-words.js';
import { formatSpread } from '../words/format.js';
import { cellPhrase, factorTitle, levelText } from '../words/level-words.js';
import { metricTitle } from '../words/metric-title.js';
import { type ComparedCell, compareTreatments } from './comparison.js';
import { ratioWords } from './ratio-words.js';

/** The effect tables of one comparison: one for each metric and lane that measured both sides. */
export function comparisonTables(
  spec: ComparisonSpec,
  scenario: Pick<ScenarioDescription, 'name' | 'metrics' | 'factors'>,
  rows: readonly SummaryRow[],
): Table[] {
  const mine = rows.filter((row) => row.scenario === scenario.name);
  return spec.metrics.flatMap((metric) => {
    const compared = compareTreatments(spec, metric, mine);
    const lanes = groupBy(
      compared.map((cell) => ({ ...cell.before, cell })),
      ['lane'],
    );
    return lanes.map((lane) =>
      buildTable(
        spec,
        scenario,
        metric,
        lane.map(({ cell }) => cell),
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
  const { lane } = cells[0]!.before;
  const named = (['before', 'after'] as const).map((side) => cellPhrase(cells[0]![side], factorsOf(spec)));
  const apart: FactorName[] = differing(cells.map(({ before }) => before)).filter(
    (factor) => factor !== spec.by,
  );
  const title = metricTitle(metrics, metric);
  const inferred = lane === 'real' ? ['shift', 'Cliff’s δ', 'p (Holm)'] : [];
  return {
    name: fileName(name, spec.name, metric, lane),
    title: `${spec.title}: ${title}, ${lane} lane`,
    columns: [
      right(factorTitle(spec.by, factors)),
      ...apart.map((factor) => right(factorTitle(factor, factors))),
      ...named.map(right),
      right('ratio'),
      ...inferred.map(right),
      right('boots'),
    ],
    rows: cells.map((cell) => [
      ...[spec.by, ...apart].map((factor) => levelText(factor, levelOf(cell.before, factor))),
      ...[cell.before, cell.after].map((row) => ({ text: formatSpread(row), value: row.median })),
      { text: ratioWords(cell), value: cell.ratio?.estimate ?? 0 },
      ...inferenceCells(cell),
      bootsWords(cell),
    ]),
    note: noteOf(lane, cells[0]!.design),
  };
}

function inferenceCells({ inference, before: { unit, lane } }: ComparedCell) {
  if (inference === undefined) return [];
  const { shift, delta, adjustedP } = inference;
  return [
    { text: effectWords(shift, unit, lane), value: shift.estimate },
    { text: effectWords(delta, 'count', lane), value: delta.estimate },
    pWords(adjustedP),
  ];
}

const factorsOf = ({ before, after }: ComparisonSpec): FactorName[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])] as FactorName[];

const bootsWords = ({ before, after, design }: ComparedCell): string =>
  design === 'paired' ? String(Math.min(before.boots, after.boots)) : `${before.boots} and ${after.boots}`;

function noteOf(lane: Lane, design: ComparedCell['design']): string {
  if (lane === 'exact') {
    return (
      'Ratio of the medians of the boots’ medians; in ( ) the smallest and largest ratio of single boots. No p values: the ' +
      'clock counts instructions, so the boots’ largest difference is the error.'
    );
  }
  return design === 'paired'
    ? 'Paired by boot: ratio by hierarchical bootstrap, shift by Hodges–Lehmann, p by the exact signed-rank test, adjusted by Holm over this table.'
    : 'Independent boots: ratio by hierarchical bootstrap, shift by Hodges–Lehmann, p by the exact Mann–Whitney test, adjusted by Holm over this table.';
}
