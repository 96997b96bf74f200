import assert from 'node:assert/strict';
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../harness/failure.js';
import { packageRoot } from '../harness/machine/host/places.js';
import { yamlBomb } from '../harness/run/results/yaml-bomb.testing.js';
import { CLI, temporaryFolder } from './netknee.testing.js';

const NETKNEE = [process.execPath, CLI];
const EXAMPLE = join(packageRoot, 'results/example');

/** An end of its own: what waits for a FIFO would wait for ever. */
const DEADLINE_MS = 120_000;

describe('bad input', function () {
  this.timeout(2 * DEADLINE_MS);
  let here: string;
  before(async () => {
    here = await temporaryFolder();
  });

  const options = () => ({
    cwd: here,
    reject: false as const,
    stdin: 'ignore' as const,
    timeout: DEADLINE_MS,
    env: { XDG_STATE_HOME: join(here, 'state'), XDG_CACHE_HOME: join(here, 'cache') },
  });
  const netknee = (...argv: string[]) =>
    execa(NETKNEE[0] as string, [...NETKNEE.slice(1), ...argv], options());
  /** The command line inside a line of shell, as `$@`. */
  const shell = (line: string, ...argv: string[]) =>
    execa('bash', ['-c', line, 'bash', ...NETKNEE, ...argv], options());
  /** What a person sees: an exit code, words, and never a stack. */
  const refused = async (argv: string[], exit: number, words: RegExp) => {
    const { exitCode, stderr, timedOut } = await netknee(...argv);
    assert.equal(timedOut, false, `${argv.join(' ')} went on for ever`);
    assert.match(stderr, words, `${argv.join(' ')}: ${stderr}`);
    assert.equal(exitCode, exit, `${argv.join(' ')}: ${stderr}`);
    assert.doesNotMatch(stderr, /\n\s+at .*:\d+:\d+/, 'no stack');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
    assert.doesNotMatch(stderr, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/, 'nothing that a terminal obeys');
  };

  describe('output that is not read to its end', () => {
    it('is no error: the reader has seen enough', async () => {
      for (const argv of [
        ['list'],
        ['plan', '--profile', 'paper'],
        ['compare', EXAMPLE, EXAMPLE, '--out', 'out'],
      ]) {
        // The reader has gone before the first line is written.
        const { stdout, stderr } = await shell('set -o pipefail; "$@" | true && echo well', ...argv);
        assert.deepEqual([stdout, stderr], ['well', ''], argv.join(' '));
      }
      assert.equal((await shell('set -o pipefail; "$@" | head -1 | wc -l', 'list')).stdout.trim(), '1');
    });

    it('is exit 74 where it can not be written', async () => {
      const { exitCode, stderr } = await shell('"$@" > /dev/full', 'list');
      assert.match(stderr, /not all output could be written: .*no space left/i);
      assert.equal(exitCode, EXIT.io);
    });
  });

  it('is repeated in messages without what a terminal would obey', async () => {
    await refused(['plan', '--levels', '0,\u001b[2J'], EXIT.usage, /not "\\u001b\[2J"/);
    await refused(['plan', '--variant', 'a=b\u001b]0;owned\u0007'], EXIT.usage, /\\u001b\]0;owned\\u0007/);
    await refused(['\u001b[2J'], EXIT.usage, /unknown command '\\u001b\[2J'/);
  });

  /** A results folder of which one file is something else. */
  async function damaged(file: string, make: (path: string) => Promise<unknown>): Promise<string> {
    const folder = join(await temporaryFolder(), 'run');
    await cp(EXAMPLE, folder, { recursive: true });
    await rm(join(folder, file), { force: true });
    await make(join(folder, file));
    return folder;
  }
  const fifo = (path: string) => execa('mkfifo', [path]);

  it('that is a FIFO or a device is refused wherever a file is read, and not waited for', async () => {
    const odd: [string, (path: string) => Promise<unknown>][] = [
      ['a FIFO', fifo],
      ['a device behind a link', (path) => symlink('/dev/zero', path)],
      ['a folder', (path) => mkdir(path)],
    ];
    const words = /can't be read: it is not a regular file\n +remedy: /;
    for (const [what, make] of odd) {
      const manifest = await damaged('manifest.json', make);
      await refused(['report', manifest], EXIT.io, words);
      // They all read by one function: the others are called with one kind.
      if (what !== 'a FIFO') continue;
      const rows = await damaged('observations.csv', make);
      const odd = join(await temporaryFolder(), 'odd');
      await make(odd);
      await Promise.all(
        [
          ['report', rows],
          ['compare', EXAMPLE, rows],
          ['baseline', 'save', rows],
          ['plan', '--config', odd],
          ['image', 'import', odd],
          ['run', '--from-manifest', manifest, '--resume', manifest],
        ].map((argv) => refused(argv, EXIT.io, words)),
      );
    }
  });

  it('that is a row which can not be is refused by every command that concludes, with its line', async () => {
    const text = await readFile(join(EXAMPLE, 'observations.csv'), 'utf8');
    const lines = text.split('\n');
    const damages: [string, (line: string) => string][] = [
      ['no number', (line) => line.replace(/[^,]*$/, 'NaN')],
      ['a decimal comma', (line) => line.replace(/[^,]*$/, '"12,5"')],
      ['a field that is missing', (line) => line.replace(/,[^,]*$/, '')],
    ];
    for (const [what, damage] of damages) {
      const changed = lines.map((line, i) => (i === 11 ? damage(line) : line)).join('\n');
      assert.notEqual(changed, text, what);
      const folder = await damaged('observations.csv', (path) => writeFile(path, changed));
      const summary = await readFile(join(folder, 'summary.csv'), 'utf8');
      const words = /observations\.csv line 12: .*--allow-mismatch damage/s;
      await refused(['report', folder], EXIT.io, words);
      await refused(['compare', EXAMPLE, folder], EXIT.io, words);
      await refused(['compare', folder, EXAMPLE], EXIT.io, words);
      assert.equal(await readFile(join(folder, 'summary.csv'), 'utf8'), summary, 'the former report stands');
    }
  });

  it('that is one line of 200 MB is refused with little memory', async () => {
    const long = Buffer.alloc(200 << 20, 'x');
    const rows = await damaged('observations.csv', (path) => writeFile(path, long));
    const text = await damaged('manifest.json', (path) => writeFile(path, long));
    for (const [folder, words] of [
      [rows, /observations\.csv is damaged: a line has more than 65,536 characters/],
      [text, /manifest\.json can't be read: it has 209,715,200 bytes/],
    ] as const) {
      const { exitCode, stderr } = await shell(
        'NODE_OPTIONS=--max-old-space-size=300 "$@"',
        'report',
        folder,
      );
      assert.match(stderr, words);
      assert.equal(exitCode, EXIT.io);
    }
  });

  it('that is a missing file is said in one line', async () => {
    const none = /none[^ ]* can't be read: there is no such file/;
    await refused(['report', 'none'], EXIT.usage, none);
    await refused(['image', 'import', 'none'], EXIT.usage, none);
    await refused(['plan', '--config', 'none'], EXIT.usage, none);
    await refused(['trend', 'none', 'none'], EXIT.usage, none);
    await refused(['merge', 'none'], EXIT.usage, none);
    await refused(['prune', '--keep-last', '1', '--results', 'none'], EXIT.io, /none/);
    const rows = await damaged('observations.csv', async () => {});
    await refused(['report', rows], EXIT.usage, /observations\.csv can't be read: there is no such file/);
  });

  it('that is a plan without end is refused before it is made', async () => {
    const { stderr, exitCode } = await shell(
      'NODE_OPTIONS=--max-old-space-size=300 "$@"',
      'plan',
      '--boots',
      '999999999',
    );
    assert.match(stderr, /the plan would have [\d,]+ trials, more than 10,000\n +remedy: /);
    assert.equal(exitCode, EXIT.usage);
  });

  it('that is YAML without end, or none, is refused', async () => {
    await writeFile(join(here, 'bomb.yaml'), yamlBomb());
    await refused(['plan', '--config', 'bomb.yaml'], EXIT.usage, /bomb\.yaml is not YAML that can be used/);
    await writeFile(join(here, 'deep.yaml'), '['.repeat(20_000));
    await refused(['plan', '--config', 'deep.yaml'], EXIT.usage, /deep\.yaml is not YAML that can be used/);
  });

  it('that is a scenario which nothing understands is refused, in a manifest as in its own file', async () => {
    const text = await readFile(join(EXAMPLE, 'manifest.json'), 'utf8');
    for (const [from, to, words] of [
      ['"is": "above"', '"is": "over"', /holds\.is/],
      ['"kind": "levels"', '"kind": "pie"', /figures\[\d+\]\.kind/],
      ['"tables": [', '"tableaux": [', /tables/],
      ['"name": "timer-period"', '"name": "timer-duration"', /"timer-duration" is there twice/],
      ['"title": "', '"title": "\\u001b[2J', /title/],
    ] as const) {
      assert.ok(text.includes(from), from);
      const folder = await damaged('manifest.json', (path) => writeFile(path, text.replace(from, to)));
      await refused(['report', folder], EXIT.usage, words);
    }
  });

  it('that is a folder which can not be written is said, with another way', async function () {
    if (process.getuid?.() !== 0) {
      assert.notEqual(
        process.env.CI,
        'true',
        'CI must run this test as root: it mounts a folder that is read-only',
      );
      console.log('      skipped: only root may mount a file system that is read-only');
      this.skip();
    }
    const folder = join(await temporaryFolder(), 'run');
    await cp(EXAMPLE, folder, { recursive: true });
    const out = await temporaryFolder();
    await execa('mount', ['-t', 'tmpfs', '-o', 'ro,size=64k', 'tmpfs', out]);
    try {
      for (const argv of [
        ['compare', EXAMPLE, EXAMPLE, '--out', out],
        ['trend', ...Array(9).fill(EXAMPLE), '--out', out],
        ['image', 'export', join(out, 'image.tar.gz')],
        ['run', 'netns-create', '--clock', 'instructions', '--levels', '0', '--out', out],
        ['bisect', 'netns-create', '--good', 'a', '--bad', 'b', '--out', out],
      ]) {
        await refused(argv, EXIT.io, /(EROFS|read-only|can't be written).*remedy: /s);
      }
    } finally {
      await execa('umount', [out]);
    }
  });
});
