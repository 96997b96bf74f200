import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { SHARED_HEADERS, testFolder } from './compile.testing.js';

/** tcp-probe reads a Content-Length that a server wrote: no word of its own command line. */
const ALLOWED = 'strtoul(length';

/** As the bundle builds them: one file and the headers that it includes are one program, static, without a warning. */
describe('guest programs', function () {
  this.timeout(60_000);
  const house = fileURLToPath(new URL('../..', import.meta.url));
  const guests = readdirSync(join(house, 'scenarios'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(house, 'scenarios', name, 'guest'));
  const sources = [join(house, 'harness/probes'), ...guests].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.c') && !name.endsWith('.testing.c'))
      .map((name) => join(folder, name)),
  );

  it('are found', () => {
    const names = sources.map((path) => basename(path));
    for (const name of ['frame.c', 'spawn-time.c', 'netns-fill.c', 'ipvs-load.c'])
      assert.ok(names.includes(name));
  });

  it('take clock and numbers from probe.h, so that all of them mean the same by a nanosecond', () => {
    const own = /\b(clock_gettime|clock_nanosleep|strtoul)\(|\bdie\(const/;
    const wrong = sources.filter((source) => own.test(readFileSync(source, 'utf8').replaceAll(ALLOWED, '')));
    assert.deepEqual(wrong, []);
  });

  for (const source of sources) {
    it(`${basename(source)} compiles static`, async () => {
      const binary = join(testFolder(), `${basename(source, '.c')}.static`);
      const flags = ['-std=c99', '-pedantic', '-O2', '-Wall', '-Wextra', '-Werror', '-static', '-pthread'];
      await execa('gcc', [...flags, ...SHARED_HEADERS, '-o', binary, source]);
      const { stderr } = await execa('ldd', [binary], { reject: false });
      assert.match(stderr, /not a dynamic executable/);
    });
  }
});
