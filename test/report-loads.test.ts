import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../harness/machine/host/places.js';
import { CLI, temporaryFolder } from './netknee.testing.js';

/** Two thirds of a report's modules are its own; a library of many files is a tenth of a second of everybody's time. */
const MOST_MODULES = 350;

/** A loader for node that notes what is loaded, a line each. */
const noting = (list: string): string => `
  import { appendFileSync } from 'node:fs';
  export async function load(url, context, next) {
    appendFileSync(${JSON.stringify(list)}, url + '\\n');
    return next(url, context);
  }
`;
const asUrl = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;

describe('what a report loads', function () {
  this.timeout(60_000);
  let loaded: string[] = [];

  before(async () => {
    const folder = await temporaryFolder();
    const list = join(folder, 'loaded.txt');
    await cp(join(packageRoot, 'results/example'), join(folder, 'example'), { recursive: true });
    await writeFile(list, '');
    const registering = `import { register } from 'node:module'; register(${JSON.stringify(asUrl(noting(list)))});`;
    await execa('node', ['--import', asUrl(registering), CLI, 'report', join(folder, 'example')]);
    loaded = (await readFile(list, 'utf8')).trimEnd().split('\n');
  });

  it('is not what plans, bakes or starts programs', () => {
    const needless =
      /dist\/harness\/(?:run\/(?:plan\/(?!scenario-schema|time-left)|trial|bisect)|machine\/(?:qemu|image|debian|vagrant)|design\/plan)|node_modules\/(?:execa|zx|yaml|listr2|pdfkit|tar|jiti)\//;
    assert.deepEqual(
      loaded.filter((url) => needless.test(url)),
      [],
    );
  });

  it('is vega as one file, and few modules in all', () => {
    const ofVega = loaded.filter((url) => /node_modules\/(?:vega|d3)/.test(url));
    assert.deepEqual(
      ofVega.map((url) => url.replace(/^.*node_modules\//, '')),
      ['vega/build/vega.min.js', 'vega-lite/build/vega-lite.min.js'],
    );
    assert.ok(loaded.length > 100 && loaded.length <= MOST_MODULES, `${loaded.length} modules`);
  });
});
