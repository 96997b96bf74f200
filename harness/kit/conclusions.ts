import type { Claim, Condition, FigureSpec, ScalingSpec, Scenario, TableSpec, Where } from '../types.js';

/** What one shorthand gives. */
export type Question = Pick<Scenario, 'claims' | 'tables' | 'figures' | 'scalings'>;

/** Words about a claim, where the usual ones do not do. */
export interface QuestionWords {
  id?: string;
  statement?: string;
  source?: string;
  published?: string;
}

/** N log N has 1.14 over such levels, and a square root 0.5. */
const LINEAR: Condition = { is: 'between', low: 0.9, high: 1.1 };

const THIS_HARNESS = 'this harness';

const idOf = (...words: string[]): string =>
  words
    .join('-')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^-+|-+$/g, '');

const whereWords = (where: Where): string =>
  Object.entries(where)
    .map(([name, level]) => `${name.replaceAll('_', ' ')} ${level ?? 'none'}`)
    .join(', ');

const claimOf = (
  usual: { id: string; statement: string },
  rest: Pick<Claim, 'measure' | 'holds'>,
  words: QuestionWords,
): Claim => ({
  id: words.id ?? usual.id,
  statement: words.statement ?? usual.statement,
  published: words.published ?? '–',
  kind: 'shape',
  source: words.source ?? THIS_HARNESS,
  ...rest,
});

/** The table and the figure of a metric along the state, a column or a line for each level of what `where` names. */
function shown(metric: string, by: string, where: Where): Pick<Question, 'tables' | 'figures'> {
  const series = Object.keys(where);
  const table: TableSpec = { name: metric, title: metric, metrics: [metric], rows: by, columns: series };
  const figure: FigureSpec = { kind: 'levels', name: metric, title: metric, metric, x: by, series };
  return { tables: [table], figures: [figure] };
}

/**
 * That a metric grows with the state along a straight line: the exponent of its growth is 1, give or take a tenth. It takes four levels.
 * @param by name of the state factor
 */
export function growsLinearly(
  metric: string,
  by: string,
  where: Where = {},
  words: QuestionWords = {},
): Question {
  const scaling: ScalingSpec = {
    name: idOf(metric, 'growth'),
    title: `Growth of ${metric}`,
    ...{ metric, by, series: Object.keys(where) },
  };
  const usual = {
    id: idOf(metric, 'grows', ...Object.values(where).map(String)),
    statement: `${metric} grows linearly with the ${by.replaceAll('_', ' ')}: ${whereWords(where)}`.replace(
      /: $/,
      '',
    ),
  };
  return {
    claims: [claimOf(usual, { measure: { type: 'exponent', metric, by, where }, holds: LINEAR }, words)],
    scalings: [scaling],
    ...shown(metric, by, where),
  };
}

/**
 * That a metric at the highest level of the state is less than `within` times what it is at the lowest.
 * @param by name of the state factor
 */
export function staysFlat(
  metric: string,
  by: string,
  where: Where = {},
  { within = 1.5, ...words }: QuestionWords & { within?: number } = {},
): Question {
  const usual = {
    id: idOf(metric, 'flat', ...Object.values(where).map(String)),
    statement:
      `${metric} does not grow with the ${by.replaceAll('_', ' ')}: highest level over lowest, ${whereWords(where)}`.replace(
        /, $/,
        '',
      ),
  };
  const [over, under] = [
    { ...where, [by]: 'highest' },
    { ...where, [by]: 'lowest' },
  ];
  return {
    claims: [
      claimOf(
        usual,
        { measure: { type: 'ratio', metric, over, under }, holds: { is: 'below', bound: within } },
        words,
      ),
    ],
    scalings: [],
    ...shown(metric, by, where),
  };
}

/** That one cell of a metric is at least so many times another; a level may be `highest` or `lowest`. */
export function ratioAtLeast(
  metric: string,
  by: string,
  { over, under, bound, ...words }: { over: Where; under: Where; bound: number } & QuestionWords,
): Question {
  const usual = {
    id: idOf(metric, ...Object.values(over).map(String), 'over', ...Object.values(under).map(String)),
    statement: `${metric}: ${whereWords(over)} over ${whereWords(under)}`,
  };
  const differing = Object.fromEntries(Object.entries(over).filter(([name]) => name !== by));
  return {
    claims: [
      claimOf(
        usual,
        { measure: { type: 'ratio', metric, over, under }, holds: { is: 'above', bound } },
        words,
      ),
    ],
    scalings: [],
    ...shown(metric, by, differing),
  };
}

/**
 * Several questions as the fields of a scenario: tables and figures of one metric are there once. Claims, tables and figures of one's
 * own stand among them as `{ claims: [..], tables: [..] }`.
 */
export function conclusions(...questions: readonly Partial<Question>[]): Question {
  const once = <Item extends { name: string }>(items: readonly Item[]): Item[] => [
    ...new Map(items.map((item) => [item.name, item])).values(),
  ];
  return {
    claims: questions.flatMap(({ claims = [] }) => claims),
    tables: once(questions.flatMap(({ tables = [] }) => tables)),
    figures: once(questions.flatMap(({ figures = [] }) => figures)),
    scalings: once(questions.flatMap(({ scalings = [] }) => scalings)),
  };
}
