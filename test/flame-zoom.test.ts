import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { htmlPage } from '../harness/document/html-page.js';
import { buildFigures } from '../harness/figures/build-figures.js';
import type { FigureScenario } from '../harness/figures/figure.js';
import { figureSvg } from '../harness/figures/svg.js';
import { pageAssets } from '../harness/run/results/report-assets.js';
import type { FlameFigure, StoredAttachment } from '../harness/types.js';
import { temporaryFolder } from './netknee.testing.js';

const BROWSER = 'chromium';
const HOSTILE = '<img src=x onerror="hacked()">';

const attachment: StoredAttachment = {
  trial: 't',
  boot: 1,
  ...{ clock: 'instructions', scenario: 's', kernel: '6.1', possibleCpus: 2, memoryMb: 2048, factors: {} },
  attachment: {
    kind: 'stacks',
    name: 'graph',
    title: 'Graph',
    factors: {},
    stacks: [
      ['ip;open', 10],
      [`ip;unshare;copy_net_ns_[k];${HOSTILE}`, 60],
      ['ip;unshare;copy_net_ns_[k];setup_net_[k]', 30],
    ],
  },
};

/** What a reader does, and what he then sees. */
const DRIVER = `
  const boxes = () => Object.fromEntries([...document.querySelectorAll('.flame-frames path')]
    .filter((path) => path.getAttribute('display') !== 'none')
    .map((path) => [path.getAttribute('aria-label').replace(/: .*/, ''), path.getAttribute('d')]));
  const path = (name) => document.querySelector('.flame-frames path[aria-label^="' + name + ':"]');
  const labels = () => [...document.querySelectorAll('.flame-labels text')].map((text) => text.textContent);
  const seen = {};
  const [button, input, output] = document.querySelector('.flame-bar').children;
  const width = (d) => Number(/h([\\d.]+)/.exec(d)[1]);
  const first = boxes();
  path('setup_net').dispatchEvent(new MouseEvent('click'));
  seen.zoomed = Object.keys(boxes());
  seen.width = width(boxes().setup_net);
  seen.labels = labels();
  seen.faint = path('ip').getAttribute('opacity');
  button.click();
  seen.back = JSON.stringify(boxes()) === JSON.stringify(first);
  seen.disabled = button.disabled;
  input.value = 'net';
  input.dispatchEvent(new Event('input'));
  seen.found = output.textContent;
  seen.images = document.querySelectorAll('img').length;
  document.body.append('SEEN' + JSON.stringify(seen) + 'NEES');
`;

describe('flame-zoom.browser.js', function () {
  this.timeout(60_000);

  before(async function () {
    const { failed } = await execa(BROWSER, ['--version'], { reject: false });
    if (!failed) return;
    assert.notEqual(process.env.CI, 'true', `CI must have ${BROWSER}: it clicks into the page`);
    console.log(`      ${BROWSER} is not installed, so nobody clicks`);
    this.skip();
  });

  it('zooms, goes back and finds, in a real browser under the page’s own policy', async () => {
    const scenario: FigureScenario = {
      name: 's',
      metrics: [],
      factors: [{ name: 'namespaces', title: 'namespaces', kind: 'amount', scope: 'state' }],
      comparisons: [],
      scalings: [],
    };
    const spec: FlameFigure = { kind: 'flame', name: 'f', title: 'F', attachment: 'graph' };
    const [figure] = buildFigures(spec, scenario, [], 'quick', [attachment]);
    const { script, sha256 } = await pageAssets();
    const body = `<div class="scroll">${await figureSvg(figure!)}</div>`;
    const page = htmlPage({ title: 't', body, anchors: [] }, { script: script + DRIVER, sha256 });
    const file = join(await temporaryFolder(), 'page.html');
    await writeFile(file, page);
    const { stdout } = await execa(
      BROWSER,
      ['--headless', '--no-sandbox', '--disable-gpu', '--dump-dom', pathToFileURL(file).href],
      { timeout: 50_000 },
    );
    const seen = JSON.parse(/SEEN(.*)NEES/.exec(stdout.slice(stdout.lastIndexOf('SEEN')))![1]!);
    assert.deepEqual(seen, {
      zoomed: ['all samples', 'ip', 'unshare', 'copy_net_ns', 'setup_net'],
      width: 699.5,
      labels: ['all samples', 'ip', 'unshare', 'copy_net_ns', 'setup_net'],
      faint: '0.5',
      back: true,
      disabled: true,
      found: '2 boxes, 90.0 % of the samples',
      images: 0,
    });
  });
});
