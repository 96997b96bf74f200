import assert from 'node:assert/strict';
import { summarise } from '../cells/summarise.js';
import { documentMarkdown } from '../document/document-markdown.js';
import { heading, paragraph } from '../document/document-parts.js';
import { exactAgreement } from '../effects/agreement.js';
import { SPREAD_NOTE } from '../words/format.js';
import { manifest, netnsCreate, observations } from './fixtures/small-run.js';
import { type ScenarioSection, scenarioBlocks } from './report-scenario.js';
import { buildTables } from './tables.js';

const rows = summarise(observations, manifest.scenarios).filter((row) => row.scenario === 'netns-create');
const section: ScenarioSection = {
  scenario: netnsCreate,
  tables: buildTables(netnsCreate.tables[0]!, netnsCreate, rows),
  figures: [{ name: 'f-instructions', title: 'Time', description: 'rises [steeply]' }],
  agreement: exactAgreement(rows, [], new Set()),
};

const scenarioMarkdown = (of: ScenarioSection) => documentMarkdown(scenarioBlocks(of));

describe('scenarioBlocks', () => {
  it('goes from the question through tables to figures and agreement', () => {
    const text = scenarioMarkdown(section);
    assert.deepEqual(text.match(/^#+ .*/gm), [
      '## Creating network namespaces (`netns-create`)',
      '### Time of one add: instruction clock',
      '### Time of one add: wall clock',
      '### Figure: Time',
      '### Agreement of instruction-clock boots',
    ]);
    assert.ok(text.includes('Does the time of one'));
    assert.ok(text.includes('![rises \\[steeply\\]](figures/f-instructions.svg)'));
    assert.ok(!text.includes(SPREAD_NOTE.slice(0, 30)));
  });

  it('sets claims after the question and statistics after the tables', () => {
    const text = scenarioMarkdown({
      ...section,
      claims: [heading(3, 'Claims')],
      statistics: [heading(3, 'Effects'), paragraph('17×')],
    });
    assert.deepEqual(
      text.match(/^### \w+/gm),
      ['Claims', 'Time', 'Time', 'Effects', 'Figure', 'Agreement'].map((word) => `### ${word}`),
    );
  });

  it('says which metrics were compared and by how much they differ', () => {
    const text = scenarioMarkdown(section);
    assert.match(
      text,
      /Times differ between boots of one order by at most 0\.0400 %; the limit is 0\.500 %\./,
    );
    assert.match(text, /\| create_latency \| 6 \| 0\.0400 % \| netns-create, create_latency, /);
    assert.match(text, /\| slab \| 3 \| 0 % \| nowhere \|\n$/);
  });

  it('admits that single boots agree with nothing', () => {
    assert.match(
      scenarioMarkdown({ ...section, agreement: exactAgreement([], [], new Set()) }),
      /how far they agree is not known\.\n$/,
    );
  });
});
