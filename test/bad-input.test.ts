import assert from 'node:assert/strict';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../harness/failure.js';
import { packageRoot } from '../harness/machine/places.js';
import { temporaryFolder } from './netknee.testing.js';

/** By its own path: the command line is called in an empty folder. */
const TSX = import.meta.resolve('tsx');
const NETKNEE = [process.execPath, '--import', TSX, join(packageRoot, 'harness/cli.ts')];
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
    assert.match(stderr, words, argv.join(' '));
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
    await refused(['plan', 'x\u001b[2J'], EXIT.usage, /no scenario "x\\u001b\[2J"/);
    await refused(['plan', '--variant', 'a=b\u001b]0;owned\u0007'], EXIT.usage, /\\u001b\]0;owned\\u0007/);
    await refused(['\u001b[2J'], EXIT.usage, /unknown command '\\u001b\[2J'/);
  });
});
