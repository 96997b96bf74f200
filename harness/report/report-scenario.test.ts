import assert from 'node:assert/strict';
import { exactAgreement } from './agreement.js';
import { manifest, netnsCreate, observations } from './fixtures/small-run.js';
import { SPREAD_NOTE } from './format.js';
import { publishedTable } from './published.js';
import { type ScenarioSection, scenarioMarkdown } from './report-scenario.js';
import { summarise } from './summarise.js';
import { buildTables } from './tables.js';

const rows = summarise(observations, manifest.scenarios).filter((row) => row.scenario === 'netns-create');
const section: ScenarioSection = {
  scenario: netnsCreate,
  published: publishedTable(netnsCreate, rows),
  tables: buildTables(netnsCreate.tables[0]!, netnsCreate, rows),
  figures: [{ name: 'f-exact', title: 'Time', description: 'rises [steeply]' }],
  agreement: exactAgreement(rows),
};

describe('scenarioMarkdown', () => {
  it('goes from the question through ours and theirs to figures and agreement', () => {
    const text = scenarioMarkdown(section);
    assert.deepEqual(text.match(/^#+ .*/gm), [
      '## Creating network namespaces (`netns-create`)',
      '### Published beside ours',
      '### Time of one add: exact lane',
      '### Time of one add: real lane',
      '### Figure: Time',
      '### Agreement of exact boots',
    ]);
    assert.ok(text.includes('Does the time of one'));
    assert.ok(text.includes('![rises \\[steeply\\]](figures/f-exact.svg)'));
    assert.ok(!text.includes(SPREAD_NOTE.slice(0, 30)));
  });

  it('says which metrics were compared and by how much they differ', () => {
    const text = scenarioMarkdown(section);
    assert.match(text, /Times differ between boots by at most 0\.0400 %; the limit is 0\.500 %\./);
    assert.match(text, /\| create_latency \| 6 \| 0\.0400 % \| netns-create, create_latency, /);
    assert.match(text, /\| slab \| 3 \| 0 % \| nowhere \|$/);
  });

  it('admits that single boots agree with nothing', () => {
    assert.match(
      scenarioMarkdown({ ...section, agreement: exactAgreement([]) }),
      /how far they agree is not known\.$/,
    );
  });
});
