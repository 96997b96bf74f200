import type { SummaryRow } from '../cells/summary-row.js';
import { fileName, left, right, type Table } from '../document/table.js';
import type { PredictionSpec, ScenarioDescription } from '../types.js';
import { formatValue, threeDigits } from '../words/format.js';
import { levelText } from '../words/level-words.js';
import { type Prediction, predicted, predictions, predictionWords } from './prediction.js';

/** One prediction as a table, a line a kernel, with the published measurement held against it; none where it has no fit. */
export function predictionTables(
  spec: PredictionSpec,
  scenario: Pick<ScenarioDescription, 'name'>,
  summary: readonly SummaryRow[],
): Table[] {
  const rows = summary.filter((row) => row.scenario === scenario.name);
  const found = predictions(spec, rows);
  const [first] = found;
  if (first === undefined) return [];
  const { published } = spec;
  return [
    {
      name: fileName(scenario.name, spec.name),
      title: spec.title,
      columns: [
        left('kernel'),
        left('fitted to possible CPUs'),
        right('a'),
        right('b'),
        right('r²'),
        right('predicted (instruction clock)'),
        right('published (wall clock)'),
      ],
      rows: found.map((one) => lineOf(one)),
      note:
        `Cost of one of the ${spec.by}: a + b × possible CPUs, instruction clock. ` +
        `${predictionWords(first, published.units, published.factor)}; published: ` +
        `${formatValue(published.value, first.of.unit)} (${published.source}). The one counts instructions, the other is a time: no ratio is taken.`,
    },
  ];
}

function lineOf(one: Prediction): Table['rows'][number] {
  const { of, a, b, rSquared, levels, spec } = one;
  const { units, factor, value } = spec.published;
  const here = predicted(one, units, factor);
  return [
    levelText('kernel', of.kernel),
    levels.join(', '),
    { text: formatValue(a, of.unit), value: a },
    { text: formatValue(b, of.unit), value: b },
    { text: threeDigits(rSquared), value: rSquared },
    { text: formatValue(here, of.unit), value: here },
    { text: formatValue(value, of.unit), value },
  ];
}
