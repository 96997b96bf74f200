import { differing, groupBy, levelOf } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { fileName, left, right, type Table } from '../document/table.js';
import type { Clock, ComparisonSpec, FactorName, ScenarioDescription } from '../types.js';
import { clockName } from '../words/clock-name.js';
import { effectWords, pWords } from '../words/effect-words.js';
import { cellPhrase, factorTitle, levelText } from '../words/level-words.js';
import { metricTitle } from '../words/metric-title.js';
import { sharedUnit } from '../words/shared-unit.js';
import { type ComparedCell, compareTreatments } from './comparison.js';
import { ratioWords } from './ratio-words.js';

type Scenario = Pick<ScenarioDescription, 'name' | 'metrics' | 'factors'>;

/** The effects of one comparison: a table for each clock that measured both sides of a metric, with all such metrics in it. */
export function comparisonTables(
  spec: ComparisonSpec,
  scenario: Scenario,
  rows: readonly SummaryRow[],
): Table[] {
  const mine = rows.filter((row) => row.scenario === scenario.name);
  const compared = spec.metrics.flatMap((metric) => compareTreatments(spec, metric, mine));
  return groupBy(
    compared.map((cell) => ({ ...cell.before, cell })),
    ['clock'],
  ).map((clock) =>
    buildTable(
      spec,
      scenario,
      clock.map(({ cell }) => cell),
    ),
  );
}

function buildTable(spec: ComparisonSpec, scenario: Scenario, cells: readonly ComparedCell[]): Table {
  const { name, factors } = scenario;
  const { clock } = cells[0]!.before;
  const metrics = [...new Set(cells.map(({ before }) => before.metric))].map((metric) =>
    metricWords(
      metric,
      scenario,
      cells.filter(({ before }) => before.metric === metric),
    ),
  );
  const several = metrics.length > 1;
  const named = (['before', 'after'] as const).map((side) => cellPhrase(cells[0]![side], factorsOf(spec)));
  const apart = [
    ...new Set(metrics.flatMap(({ cells: of }) => differing(of.map(({ before }) => before)))),
  ].filter((factor) => factor !== spec.by);
  const inferred = clock === 'wall' ? ['shift'] : [];
  const showsP = cells.some(({ inference }) => (inference?.p ?? null) !== null);
  return {
    name: fileName(name, spec.name, clock),
    title: `${spec.title}: ${several ? '' : `${metrics[0]!.title}, `}${clockName(clock)}`,
    columns: [
      ...(several ? [left('metric')] : []),
      right(factorTitle(spec.by, factors)),
      ...apart.map((factor) => right(factorTitle(factor, factors))),
      ...named.map(right),
      right('ratio'),
      ...inferred.map(right),
      ...(showsP ? [right('p (adjusted)')] : []),
      right('boots'),
    ],
    rows: metrics.flatMap(({ title, cells: of, text }) =>
      of.map((cell) => [
        ...(several ? [title] : []),
        ...[spec.by, ...apart].map((factor) => levelText(factor, levelOf(cell.before, factor))),
        ...[cell.before, cell.after].map((row) => ({ text: text(row), value: row.median })),
        { text: ratioWords(cell.ratio, clock), value: cell.ratio?.estimate ?? 0 },
        ...inferenceCells(cell, showsP),
        bootsWords(cell),
      ]),
    ),
    note: [...new Set(cells.map(({ design }) => noteOf(clock, design)))].join(' '),
  };
}

/** A metric with its cells: its unit once, in its title, where one suits all of its values. */
function metricWords(metric: string, { metrics }: Scenario, cells: readonly ComparedCell[]) {
  const rows = cells.flatMap(({ before, after }) => [before, after]);
  return { cells, ...sharedUnit(metricTitle(metrics, metric), rows) };
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
    'cells of a metric (step-down maxT): at most 5 % of metrics without any effect have a p of 0.05 or less. No p where so few boots ' +
    'can’t show any effect.'
  );
}
