import { z } from 'zod';
import { isLine, isName } from '../../design/name.js';

/** A name that becomes a file, an anchor or a column. */
export const name = z
  .string()
  .refine(isName, 'is no name: letters, digits and ._+- after the first, at most 64');

/** Words for people, on one line. */
export const line = z
  .string()
  .refine(isLine, 'is not one line of at most 2,000 characters without control characters');

/** Names of the columns that every results folder has, and of what every object has. */
const TAKEN = [
  ...['run', 'trial', 'block', 'boot', 'clock', 'scenario', 'kernel', 'possible_cpus', 'memory_mb'],
  ...['metric', 'unit', 'iteration', 'value', 'boots', 'iterations', 'median', 'ci', 'ci_low', 'ci_high'],
  ...['min', 'max', 'constructor'],
];

/** A factor that a scenario declares: a column and a word. */
export const factorName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,31}$/, 'is no factor: small letters, digits and _ after the first, at most 32')
  .refine((text) => !TAKEN.includes(text), {
    error: ({ input }) => `"${input}" is a column that every results folder has: call the factor otherwise`,
  });

/** One of the machine's, or of those that are declared, which is checked of the scenario as a whole. */
const factor = z.union([z.enum(['clock', 'kernel', 'possibleCpus', 'memoryMb']), factorName]);
const state = factorName;
const declaration = z.looseObject({
  name: factorName,
  title: line,
  kind: z.enum(['amount', 'text']),
  scope: z.enum(['state', 'treatment', 'machine']),
});
/** A key that is no declared factor is told of the scenario as a whole: where the declaration itself is refused, that says why. */
const key = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,31}$/);
const where = z.record(key, z.union([line, z.number(), z.null()]));
const spacingNs = z.looseObject({
  ...{ smoke: z.number(), quick: z.number() },
  ...{ standard: z.number(), paper: z.number() },
});

const metric = z.looseObject({
  name,
  unit: z.enum(['ns', 'kB', 'count', 'share', 'ratio']),
  better: z.enum(['lower', 'higher', 'neither']),
  title: line,
  nondeterministic: z.union([z.literal(true), where]).optional(),
});

const ratio = z.looseObject({
  type: z.literal('ratio'),
  metric: name,
  over: where,
  under: where,
  underMetric: name.optional(),
});

const along = <T extends string>(type: T) =>
  z.looseObject({ type: z.literal(type), metric: name, by: state, where });

const measure = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('cell'), metric: name, where }),
  ratio,
  along('slope'),
  along('exponent'),
  z.looseObject({ type: z.literal('not-measured'), why: line }),
]);

const condition = z.discriminatedUnion('is', [
  z.looseObject({ is: z.literal('above'), bound: z.number() }),
  z.looseObject({ is: z.literal('below'), bound: z.number() }),
  z.looseObject({ is: z.literal('between'), low: z.number(), high: z.number() }),
]);

const claim = z.looseObject({
  id: name,
  statement: line,
  published: line,
  kind: z.enum(['shape', 'absolute']),
  source: line,
  measure,
  holds: condition.optional(),
});

const named = { name, title: line };

const comparison = z.looseObject({
  ...named,
  metrics: z.array(name),
  by: factor,
  before: where,
  after: where,
});

const scaling = z.looseObject({
  ...named,
  metric: name,
  by: state,
  series: z.array(factor),
  where: where.optional(),
  reference: where.optional(),
});

const jitter = z.looseObject({
  ...named,
  metric: name,
  where: where.optional(),
  lateNs: z.number(),
  spacingNs,
});

const sweep = z.looseObject({
  ...named,
  by: factor,
  measure: ratio,
  reproduced: condition,
  fixed: condition,
});

const prediction = z.looseObject({
  ...named,
  metric: name,
  by: state,
  factor: z.literal('possibleCpus'),
  where,
  published: z
    .looseObject({ units: z.number(), factor: z.number(), value: z.number(), source: line })
    .optional(),
});

const table = z.looseObject({
  ...named,
  metrics: z.array(name),
  rows: factor,
  columns: z.array(factor),
  where: where.optional(),
});

const yScale = z.enum(['linear', 'log']).optional();
const drawn = { ...named, metric: name, series: z.array(factor), where: where.optional() };

const figure = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('levels'), ...drawn, x: factor, panels: factor.optional(), yScale }),
  z.looseObject({ kind: z.literal('slopes'), ...named, scaling: name }),
  z.looseObject({ kind: z.literal('percentiles'), ...drawn, panels: factor.optional() }),
  z.looseObject({ kind: z.literal('timeline'), ...drawn, spacingNs }),
  z.looseObject({
    ...{ kind: z.literal('before-after'), ...named, comparison: name, metric: name },
    ...{ levels: z.array(z.number()).optional(), yScale },
  }),
  z.looseObject({
    ...{ kind: z.literal('flame'), ...named, attachment: name },
    ...{
      level: z.enum(['highest', 'lowest']).optional(),
      where: where.optional(),
      against: where.optional(),
    },
  }),
]);

/** Refuses a second entry of one name: it would take the first one's file. */
function once<Item extends z.ZodType>(item: Item, key: 'name' | 'id' = 'name') {
  return z.array(item).superRefine((list, context) => {
    const names = (list as unknown as Record<string, string>[]).map((one) => one[key]);
    const twice = names.find((one, i) => names.indexOf(one) !== i);
    if (twice !== undefined) context.addIssue(`"${twice}" is there twice`);
  });
}

const answer = z.looseObject({
  headline: z.looseObject({
    claims: z.array(name).min(1),
    ...{ reproduced: line, contradicted: line, inconclusive: line },
  }),
  shows: z.array(z.looseObject({ claim: name, says: line })).optional(),
  figure: name.optional(),
  finding: line.optional(),
  table: name.optional(),
  fixes: z.array(z.looseObject({ what: line, since: line, price: line })),
});

const absolute = line.refine((path) => path.startsWith('/'), 'is no absolute path');
const words = z.array(line).min(1);
const moduleName = z.string().regex(/^\w+$/, 'is no name of a kernel module');
const skip = z.number().int().nonnegative().optional();
const pattern = line.refine((text) => {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}, 'is no regular expression');

const factSource: z.ZodType = z.lazy(() =>
  z.discriminatedUnion('read', [
    z.looseObject({ read: z.literal('kernel') }),
    z.looseObject({ read: z.literal('version'), command: words, pattern }),
    z.looseObject({ read: z.literal('lines'), file: absolute, skip, absent: line.optional() }),
    z.looseObject({
      ...{ read: z.literal('printed lines'), command: words, skip },
      ...{ matching: pattern.optional(), module: moduleName.optional() },
    }),
    z.looseObject({ read: z.literal('sum'), of: z.array(factSource).min(2) }),
    z.looseObject({ read: z.literal('entries'), folder: absolute, absent: line.optional() }),
    z.looseObject({
      read: z.literal('sysctl'),
      key: z.string().regex(/^[\w-]+(\.[\w-]+)+$/, 'is no sysctl: names with dots between them'),
      absent: line.optional(),
    }),
    z.looseObject({ read: z.literal('livepatched'), function: name }),
  ]),
);

const fact = z.looseObject({ name, title: line, from: factSource });

const versions = z.array(z.looseObject({ from: line, before: line.optional() })).min(1);

const limit = z.looseObject({
  ...{ fact: name, times: z.number().positive(), because: line },
  within: versions.optional(),
});

/** How a machine in use is asked: every name is one of its facts. */
const check = z
  .looseObject({
    facts: once(fact),
    cause: z.looseObject({ fact: name, what: line, within: versions }).optional(),
    unless: z
      .array(z.looseObject({ fact: name, is: z.union([z.literal('there'), z.number()]), because: line }))
      .optional(),
    amount: name.optional(),
    law: z
      .union([
        z.looseObject({ prediction: name }),
        z.looseObject({ scaling: name, where }),
        z.looseObject({ cell: name, where }),
      ])
      .optional(),
    matters: z
      .union([
        z.looseObject({ above: z.number() }),
        z.looseObject({ times: z.number().gt(1) }),
        z.looseObject({ limits: z.array(limit).min(1) }),
      ])
      .optional(),
    words: z.looseObject({ each: line, rhythm: line.optional(), harm: line }),
    measure: z.looseObject({ function: name, restNs: z.number().positive() }).optional(),
  })
  .superRefine(({ facts, cause, unless = [], amount, law, matters }, context) => {
    const limits = matters !== undefined && 'limits' in matters ? (matters.limits as { fact: string }[]) : [];
    const asked = [
      cause?.fact ?? [],
      amount ?? [],
      unless.map((one) => one.fact),
      limits.map((one) => one.fact),
    ];
    const strange = asked.flat().find((one) => !facts.some((each) => each.name === one));
    if (strange !== undefined) context.addIssue(`names a fact "${strange}" that it does not read`);
    if ((amount === undefined) !== (matters === undefined))
      context.addIssue('says an amount and from how much on it matters, or neither');
    if (matters !== undefined && law === undefined && limits.length === 0)
      context.addIssue('says from which cost on it matters, and no law that gives the cost');
    if (law !== undefined && limits.length > 0)
      context.addIssue('has limits and a law: what matters is told by one of them');
    if (amount !== undefined && law !== undefined && 'cell' in law)
      context.addIssue('has an amount and the law of one cell, which does not grow with it');
  });

/** Places of a conclusion that name one factor, several, or levels by factor. */
const ONE = ['by', 'x', 'panels', 'rows', 'factor'];
const SEVERAL = ['series', 'columns'];
const BY_FACTOR = ['where', 'over', 'under', 'before', 'after', 'reference', 'against'];

/** What a check takes its law from, where the scenario has no such thing. */
function lawNotThere(
  law: z.infer<typeof check>['law'],
  { laws, metrics }: { laws: readonly string[]; metrics: readonly string[] },
): string | undefined {
  if (law === undefined) return undefined;
  if ('cell' in law) {
    return metrics.includes(String(law.cell))
      ? undefined
      : 'the check asks for a cell of a metric that is not there';
  }
  return laws.includes(String('prediction' in law ? law.prediction : law.scaling))
    ? undefined
    : `the check asks for a law of a prediction or scaling that is not there; there are: ${laws.join(', ') || 'none'}`;
}

/** Every name in these conclusions, wherever it stands: what `namesOf` says of a key and what stands there; deeper where it says nothing. */
function namesIn(value: unknown, namesOf: (key: string, inner: unknown) => string[] | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => namesIn(one, namesOf));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => namesOf(key, inner) ?? namesIn(inner, namesOf));
}

const oneName = (inner: unknown): string[] => (typeof inner === 'string' ? [inner] : []);
const severalNames = (inner: unknown): string[] => (Array.isArray(inner) ? inner.map(String) : []);

/** Every factor that these conclusions name. */
const factorsNamed = (value: unknown): string[] =>
  namesIn(value, (key, inner) => {
    if (ONE.includes(key)) return oneName(inner);
    if (SEVERAL.includes(key)) return severalNames(inner);
    return BY_FACTOR.includes(key) ? Object.keys(inner ?? {}) : undefined;
  });

/** Every metric that these conclusions name. */
const metricsNamed = (value: unknown): string[] =>
  namesIn(value, (key, inner) => {
    if (key === 'metric' || key === 'underMetric') return oneName(inner);
    return key === 'metrics' ? severalNames(inner) : undefined;
  });

/** Debian's own grammar of package names; they become words of apt's command line. */
const debianPackage = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9+.-]{1,62}$/,
    'is no name of a Debian package: lower case, digits and +-. after the first',
  );
const MOST_PACKAGES = 100;

const needs = z.looseObject({
  programs: z.array(name),
  modules: z.array(name),
  cpus: z.number().int().positive(),
});

const watch = z.looseObject({ name, command: z.string(), restore: z.string().optional() });

/**
 * What must hold of the plain data of a scenario, whether its own file or a manifest says it: every word that is chosen
 * from a list is one of the list, names are names, and each is there once.
 */
export const scenarioData = z
  .looseObject({
    name,
    packages: z.array(debianPackage).max(MOST_PACKAGES).optional(),
    needs: needs.optional(),
    watches: once(watch).optional(),
    title: line,
    question: line,
    onlyByName: z.boolean().optional(),
    factors: once(declaration).refine(
      (list) => list.filter(({ scope }) => scope === 'state').length === 1,
      'has not just one factor of scope "state"',
    ),
    metrics: once(metric),
    claims: once(claim, 'id'),
    comparisons: once(comparison),
    scalings: once(scaling),
    jitters: once(jitter),
    sweeps: once(sweep).optional(),
    predictions: once(prediction).optional(),
    tables: once(table),
    figures: once(figure),
    answer: answer.optional(),
    check: check.optional(),
  })
  .superRefine((scenario, context) => {
    const { factors, claims, comparisons, scalings, jitters, sweeps, predictions, tables, figures } =
      scenario;
    const known = ['clock', 'kernel', 'possibleCpus', 'memoryMb', ...factors.map(({ name }) => name)];
    const all = { claims, comparisons, scalings, jitters, sweeps, predictions, tables, figures };
    const unknown = factorsNamed(all).find((one) => !known.includes(one));
    const decides = scenario.answer?.headline.claims ?? [];
    const strange = decides.find((id) => !claims.some((one) => one.id === id));
    if (strange !== undefined) context.addIssue(`the headline names a claim "${strange}" that is not there`);
    const { shows = [], figure, table } = scenario.answer ?? {};
    const requireKnown = (what: string, names: readonly string[], asked: readonly string[]) => {
      const lost = asked.find((one) => !names.includes(one));
      if (lost !== undefined) context.addIssue(`the answer names a ${what} "${lost}" that is not there`);
    };
    const namesOf = (items: readonly { name: string }[]) => items.map((item) => item.name);
    requireKnown(
      'claim',
      scenario.claims.map(({ id }) => id),
      shows.map(({ claim }) => claim),
    );
    requireKnown('figure', namesOf(scenario.figures), figure === undefined ? [] : [figure]);
    requireKnown('table', namesOf(scenario.tables), table === undefined ? [] : [table]);
    const lost = lawNotThere(scenario.check?.law, {
      laws: namesOf([...scalings, ...(predictions ?? [])]),
      metrics: namesOf(scenario.metrics),
    });
    if (lost !== undefined) context.addIssue(lost);
    const measured = namesOf(scenario.metrics);
    const unmeasured = metricsNamed(all).find((one) => !measured.includes(one));
    if (unmeasured !== undefined)
      context.addIssue(`no metric "${unmeasured}" is declared, and a conclusion names it`);
    if (unknown !== undefined)
      context.addIssue(`no factor "${unknown}" is declared, and a conclusion names it`);
  });
