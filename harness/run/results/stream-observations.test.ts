import assert from 'node:assert/strict';
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { declaredFactors } from '../../cells/declared-factors.js';
import { observationCsv } from '../../cells/observation-csv.js';
import { EXIT, Failure } from '../../failure.js';
import { packageRoot } from '../../machine/host/places.js';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import type { FactorDeclaration, Observation } from '../../types.js';
import { readManifest } from './manifest.js';
import { streamObservations } from './stream-observations.js';

const one: Observation = {
  run: 'r1',
  trial: 't1',
  block: 1,
  boot: 1,
  clock: 'instructions',
  scenario: 's',
  kernel: '6.1',
  possibleCpus: 2,
  memoryMb: 2048,
  factors: {},
  metric: 'latency',
  unit: 'ns',
  iteration: 0,
  value: 12.5,
};

describe('streamObservations', () => {
  const here = sandbox();

  const read = async (text: string, declared: readonly FactorDeclaration[] = []): Promise<number> => {
    const path = here.path('observations.csv');
    writeFileSync(path, text);
    let rows = 0;
    await streamObservations(path, declared, () => {
      rows += 1;
    });
    return rows;
  };
  const csv = (rows: number): string =>
    observationCsv(
      Array.from({ length: rows }, (_, iteration) => ({ ...one, iteration })),
      [],
    );
  /** The text with one line changed; the header is line 1. */
  const changed = (text: string, line: number, change: (line: string) => string): string =>
    text
      .split('\n')
      .map((old, i) => (i === line - 1 ? change(old) : old))
      .join('\n');

  it('hands on every row', async () => {
    assert.equal(await read(csv(1000)), 1000);
  });

  // Line 2 is in the first chunk that is read, line 9,000 in a later one.
  for (const line of [2, 12, 9000]) {
    const damages: [string, (line: string) => string][] = [
      ['no number', (text) => text.replace(/[^,]*$/, 'NaN')],
      ['a number beyond all', (text) => text.replace(/[^,]*$/, '1e999')],
      ['a decimal comma', (text) => text.replace(/[^,]*$/, '"12,5"')],
      ['a hexadecimal number', (text) => text.replace(/[^,]*$/, '0x10')],
      ['a negative iteration', (text) => text.replace(/,\d+,([^,]*)$/, ',-1,$1')],
      ['a fractional iteration', (text) => text.replace(/,\d+,([^,]*)$/, ',1.5,$1')],
      ['a missing field', (text) => text.replace(/,[^,]*$/, '')],
      ['one field more', (text) => `${text},1`],
      ['another delimiter', (text) => text.replaceAll(',', ';')],
      ['a page of a web server', () => '<html><body>502 Bad Gateway</body></html>'],
    ];
    for (const [what, damage] of damages) {
      it(`refuses ${what} in line ${line.toLocaleString('en')}, and says where`, async () => {
        await assert.rejects(read(changed(csv(10_000), line, damage)), (error) => {
          assert.ok(error instanceof Failure, String(error));
          assert.equal(error.details.exit, EXIT.io);
          assert.match(error.message, new RegExp(`observations\\.csv line ${line}: `));
          return true;
        });
      });
    }
  }

  it('refuses a header with columns that are missing, further or in another order', async () => {
    for (const change of [
      (header: string) => header.replace(',unit', ''),
      (header: string) => `${header},more`,
      (header: string) => header.replace('block,boot', 'boot,block'),
    ]) {
      await assert.rejects(read(changed(csv(3), 1, change)), /observations\.csv has the header/);
    }
    await assert.rejects(read(''), /no header/);
  });

  it('holds no line that has no end, nor what a stray quote would swallow', async function () {
    this.timeout(60_000);
    const path = here.path('observations.csv');
    for (const begin of ['', '"', 'r1,t1,"']) {
      const file = openSync(path, 'w');
      writeSync(file, csv(3) + begin);
      for (let i = 0; i < 200; i += 1) writeSync(file, 'x'.repeat(1 << 20));
      closeSync(file);
      const before = process.memoryUsage().rss;
      await assert.rejects(
        streamObservations(path, [], () => {}),
        /a line has more than 65,536 characters; it begins "/,
      );
      assert.ok(process.memoryUsage().rss - before < 100 << 20, 'memory does not grow with the line');
    }
  });

  it('takes nothing but a regular file', async () => {
    await assert.rejects(
      streamObservations('/dev/zero', [], () => {}),
      /not a regular file/,
    );
  });

  it('reads the example that is shipped', async () => {
    const example = join(packageRoot, 'results/example');
    const declared = declaredFactors((await readManifest(example)).scenarios);
    const text = readFileSync(join(example, 'observations.csv'), 'utf8');
    assert.equal(await read(text, declared), text.trimEnd().split('\n').length - 1);
  });
});
