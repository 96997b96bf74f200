import assert from 'node:assert/strict';
import { discover } from '../harness/run/plan/discover.js';
import type { Scenario } from '../harness/types.js';

/** Characters of a heading that a reader takes in at a glance; what the report puts beside a title counts. */
const LONGEST = 60;
const CLOCK = ': instruction clock';

const headings = ({
  title,
  tables,
  figures,
  comparisons,
  scalings,
  jitters,
  predictions = [],
  sweeps = [],
  answer,
}: Scenario): string[] => [
  `CONTRADICTED ${title}`,
  answer?.finding ?? '',
  ...[...tables, ...figures, ...comparisons, ...scalings, ...jitters].map((one) => `${one.title}${CLOCK}`),
  ...[...predictions, ...sweeps].map((one) => one.title),
];

describe('headings of reports', () => {
  it('are short in each shipped scenario', async () => {
    const long = (await discover()).flatMap(headings).filter((heading) => heading.length > LONGEST);
    assert.deepEqual(long, []);
  });
});
