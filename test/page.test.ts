import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { packageRoot } from '../harness/machine/host/places.js';
import { buildReport } from '../harness/report/build-report.js';
import { pageAssets } from '../harness/run/results/report-assets.js';
import { readRun } from '../harness/run/results/results.js';
import { temporaryFolder } from './netknee.testing.js';

const BROWSER = 'chromium';

/** What a reader sees and does, told in the page's own text, since nothing else comes out of the browser. */
const DRIVER = `
  (async () => {
    const visible = (element) => element.checkVisibility({ contentVisibilityAuto: true });
    const seen = {};
    const first = document.querySelector('figure svg').getBoundingClientRect();
    seen.firstFigure = first.top < innerHeight && first.width > 200;
    const below = (element) => element.getBoundingClientRect().bottom > innerHeight;
    seen.below = [...document.querySelectorAll('.card, main > p')].slice(0, 4).filter(below).map((one) => one.innerText.slice(0, 40));
    seen.answers = [...document.querySelectorAll('.card h3')].map((heading) => heading.innerText.trim());
    seen.mark = document.querySelector('figure svg [data-at] title').textContent;
    seen.long = [...document.querySelectorAll('h1, h2, h3, h4, summary, figcaption')].map((one) => one.textContent.replace(' Link to this figure', '')).filter((text) => text.length > 60);
    seen.words = document.querySelector('main').innerText.split(/\\s+/).length;
    seen.figures = [...document.querySelectorAll('main svg')].filter(visible).length;
    const link = [...document.querySelectorAll('.card a')].find((one) => one.textContent === 'table');
    const target = document.getElementById(link.getAttribute('href').slice(1));
    const part = target.closest('details');
    seen.shut = part.open;
    location.hash = link.getAttribute('href');
    await new Promise((resolve) => setTimeout(resolve, 100));
    seen.opened = part.open && visible(target);
    for (const one of document.querySelectorAll('details')) one.open = false;
    const filter = document.querySelector('.filter');
    filter.value = 'nothing is called like this';
    filter.dispatchEvent(new Event('input'));
    seen.filtered = [...document.querySelectorAll('main > details')].filter(visible).length;
    filter.value = '';
    filter.dispatchEvent(new Event('input'));
    seen.unfiltered = [...document.querySelectorAll('main > details')].filter(visible).length > 0;
    for (const one of document.querySelectorAll('details')) one.open = true;
    const { violations } = await axe.run();
    seen.axe = violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | '));
    const at = document.createElement('pre');
    at.textContent = 'SEEN' + btoa(encodeURIComponent(JSON.stringify(seen))) + 'NEES';
    document.body.append(at);
  })();
`;

interface Seen {
  firstFigure: boolean;
  answers: string[];
  /** What of the answers, of what to trust and of the question whether one has it ends below the first screen. */
  below: string[];
  /** What the first mark that can be pointed at stands for. */
  mark: string;
  /** Headings and captions of more than 60 characters. */
  long: string[];
  words: number;
  figures: number;
  shut: boolean;
  opened: boolean;
  filtered: number;
  unfiltered: boolean;
  axe: string[];
}

describe('report.html in a browser', function () {
  this.timeout(120_000);
  let file: string;

  before(async function () {
    const { failed } = await execa(BROWSER, ['--version'], { reject: false });
    if (failed) {
      assert.notEqual(process.env.CI, 'true', `CI must have ${BROWSER}: it reads the page`);
      console.log(`      ${BROWSER} is not installed, so nobody reads`);
      this.skip();
    }
    const { manifest, summary } = await readRun(join(packageRoot, 'results/example'));
    const { script, sha256 } = await pageAssets();
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const page = {
      script: `${script}${axe.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')}\n${DRIVER}`,
      sha256,
    };
    const { files } = await buildReport(manifest, summary, [], { page });
    file = join(await temporaryFolder(), 'report.html');
    await writeFile(file, files.get('report.html') as string);
  });

  /** @param scheme 0 is dark, 1 is light */
  async function read(scheme: 0 | 1): Promise<Seen> {
    const { stdout } = await execa(
      BROWSER,
      [
        ...[
          '--headless',
          '--no-sandbox',
          '--disable-gpu',
          '--window-size=1280,800',
          '--virtual-time-budget=60000',
        ],
        ...[`--blink-settings=preferredColorScheme=${scheme}`, '--dump-dom', pathToFileURL(file).href],
      ],
      { timeout: 100_000 },
    );
    const found = /SEEN([A-Za-z0-9+/=]*)NEES<\/pre>/.exec(stdout);
    assert.ok(found, 'the page said nothing');
    return JSON.parse(decodeURIComponent(Buffer.from(found[1]!, 'base64').toString())) as Seen;
  }

  it('has the answer and a figure on the first screen, and the evidence a click away', async () => {
    const seen = await read(1);
    assert.ok(seen.firstFigure, 'no figure on the first screen');
    assert.deepEqual(seen.below, []);
    assert.equal(seen.answers.length, 2);
    for (const answer of seen.answers) assert.match(answer, /^(REPRODUCED|CONTRADICTED|INCONCLUSIVE) /);
    assert.ok(seen.words <= 1500, `${seen.words} words are visible`);
    assert.ok(seen.figures <= 12, `${seen.figures} figures are visible`);
    assert.deepEqual([seen.shut, seen.opened], [false, true]);
    assert.deepEqual([seen.filtered, seen.unfiltered], [0, true]);
    assert.match(seen.mark, /^IPVS rules: 0\n.*\(ms\): [\d.]+\n/);
    assert.deepEqual(seen.long, []);
    assert.deepEqual(seen.axe, []);
  });

  it('is no larger than a page may be', async () => {
    const { size } = await stat(join(packageRoot, 'results/example/report.html'));
    assert.ok(size <= 800_000, `${size} bytes`);
  });

  it('has no fault that axe finds in the dark either', async () => {
    assert.deepEqual((await read(0)).axe, []);
  });
});
