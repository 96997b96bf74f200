import assert from 'node:assert/strict';
import { summarise } from '../cells/summarise.js';
import { exactAgreement } from '../effects/agreement.js';
import { manifest, netnsCreate, observations } from './fixtures/small-run.js';
import { reportHtml } from './report-html.js';
import type { ScenarioSection } from './report-scenario.js';
import { buildTables } from './tables.js';

const rows = summarise(observations, manifest.scenarios).filter(
  ({ scenario }) => scenario === 'netns-create',
);
const sections: ScenarioSection[] = [
  {
    scenario: netnsCreate,
    groups: [
      {
        ...{ title: 'Time', metrics: ['create_latency'] },
        tables: buildTables(netnsCreate.tables[0]!, netnsCreate, rows),
        figures: [{ name: 'f', title: 'Time', description: 'rises', spec: { $schema: '', mark: 'point' } }],
      },
    ],
    agreement: exactAgreement(rows, [], new Set()),
  },
];
const figures = new Map([['f', '<svg role="img"><title id="f-title">Time</title></svg>']]);
const assets = { script: 'sort()', sha256: (text: string) => String(text.length) };
const page = (run: string) =>
  reportHtml({ manifest: { ...manifest, run }, notices: manifest.notices, sections }, figures, assets);

describe('reportHtml', () => {
  it('has the whole document, its figures in it and every id once', () => {
    const html = page('r1');
    for (const words of ['netknee run r1', 'no KVM: the *real* clock', 'How to repeat', figures.get('f')!]) {
      assert.ok(html.includes(words), words);
    }
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]!);
    assert.equal(new Set(ids).size, ids.length);
    const targets = [...html.matchAll(/href="#([^"]*)"/g)].map((match) => match[1]!);
    assert.deepEqual(
      targets.filter((target) => !ids.includes(target)),
      [],
    );
  });

  it('shows what a run is called and never runs it', () => {
    const html = page('<script>alert(1)</script>');
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.ok(html.includes('netknee run &lt;script&gt;alert(1)&lt;/script&gt;'));
  });

  it('gives the same bytes again', () => {
    assert.equal(page('r1'), page('r1'));
  });
});
