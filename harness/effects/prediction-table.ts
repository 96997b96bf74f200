import type { SummaryRow } from '../cells/summary-row.js';
import { fileName, left, right, type Table } from '../document/table.js';
import type { PredictionSpec, ScenarioDescription } from '../types.js';
import { formatValue, threeDigits } from '../words/format.js';
import { levelText } from '../words/level-words.js';
import { type Prediction, predicted, predictions, predictionWords } from './prediction.js';

/** One prediction as a table, a line a kernel, with a published measurement beside it; none where it has no fit. */
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
        ...(published === undefined
          ? []
          : [right('predicted (instruction clock)'), right('published (wall clock)')]),
      ],
      rows: found.map((one) => lineOf(one)),
      note: `Cost of one of the ${spec.by}: a + b × possible CPUs, instruction clock.${besidePublished(first)}`,
    },
  ];
}

/** What was published, and why it is only set beside the prediction; empty where nothing was. */
function besidePublished(one: Prediction): string {
  const { published } = one.spec;
  if (published === undefined) return '';
  const { units, factor, value, source } = published;
  return (
    ` ${predictionWords(one, units, factor)}; published: ${formatValue(value, one.of.unit)} (${source}). ` +
    'The one counts instructions, the other is a time: no ratio is taken.'
  );
}

function lineOf(one: Prediction): Table['rows'][number] {
  const { of, a, b, rSquared, levels, spec } = one;
  const value = (number: number) => ({ text: formatValue(number, of.unit), value: number });
  const { published } = spec;
  return [
    levelText('kernel', of.kernel),
    levels.join(', '),
    value(a),
    value(b),
    { text: threeDigits(rSquared), value: rSquared },
    ...(published === undefined
      ? []
      : [value(predicted(one, published.units, published.factor)), value(published.value)]),
  ];
}
