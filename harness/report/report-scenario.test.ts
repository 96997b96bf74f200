import assert from 'node:assert/strict';
import { summarise } from '../cells/summarise.js';
import { documentMarkdown } from '../document/document-markdown.js';
import { heading } from '../document/document-parts.js';
import { exactAgreement } from '../effects/agreement.js';
import type { Figure } from '../figures/figure.js';
import { SPREAD_NOTE } from '../words/format.js';
import type { EvidenceGroup } from './evidence.js';
import { manifest, netnsCreate, observations } from './fixtures/small-run.js';
import { type ScenarioSection, scenarioBlocks } from './report-scenario.js';
import { buildTables } from './tables.js';

const rows = summarise(observations, manifest.scenarios).filter((row) => row.scenario === 'netns-create');
const figure: Figure = {
  name: 'f-instructions',
  title: 'Time',
  description: 'rises [steeply]',
  spec: { $schema: '', mark: 'point' },
};
const [first, ...others] = buildTables(netnsCreate.tables[0]!, netnsCreate, rows);
const group: EvidenceGroup = {
  title: 'Time of one add',
  metrics: ['create_latency'],
  tables: [first!, ...others],
  figures: [figure],
};
const section: ScenarioSection = {
  scenario: netnsCreate,
  table: first,
  groups: [group],
  agreement: exactAgreement(rows, [], new Set()),
};

const scenarioMarkdown = (of: ScenarioSection) => documentMarkdown(scenarioBlocks(of));

describe('scenarioBlocks', () => {
  it('has the question, the claims and one table open, and all else shut', () => {
    const blocks = scenarioBlocks({ ...section, claims: [heading(3, 'Claims')], statistics: others });
    assert.deepEqual(
      blocks.map((block) => (block.kind === 'details' ? block.summary : block.kind)),
      [
        ...['heading', 'paragraph', 'heading', 'heading', 'table'],
        'All tables and figures (1 tables, 1 figures)',
        'Effects, growth and distributions (1 tables)',
        'Agreement of instruction-clock boots',
      ],
    );
    const text = documentMarkdown(blocks);
    assert.ok(text.includes('Does the time of one'));
    assert.ok(text.includes('![rises \\[steeply\\]](figures/f-instructions.svg)'));
    assert.ok(!text.includes(SPREAD_NOTE.slice(0, 30)));
  });

  it('shows nothing twice: what stands in the answer or open is not among the others', () => {
    const shown = documentMarkdown(scenarioBlocks({ ...section, figure }));
    assert.ok(!shown.includes('figures/f-instructions.svg'));
    assert.equal(shown.split(first!.title).length, 2);
    assert.match(shown, /### wall clock/, 'the words of the group are not said again');
  });

  it('says which metrics were compared and by how much they differ', () => {
    const text = scenarioMarkdown(section);
    assert.match(
      text,
      /Times differ between boots of one order by at most 0\.0400 %; the limit is 0\.500 %\./,
    );
    assert.match(text, /\| create_latency \| 6 \| 0\.0400 % \| netns-create, create_latency, /);
    assert.match(text, /\| slab \| 3 \| 0 % \| nowhere \|\n\n<\/details>\n$/);
  });

  it('admits that single boots agree with nothing', () => {
    assert.match(
      scenarioMarkdown({ ...section, agreement: exactAgreement([], [], new Set()) }),
      /how far they agree is not known\.\n\n<\/details>\n$/,
    );
  });
});
