import assert from 'node:assert/strict';
import { execa } from 'execa';
import fc from 'fast-check';
import { shellWord, shellWords } from './shell-words.js';

/** Words as the shell takes them apart again, each ended by a NUL. */
async function throughShell(shell: string, words: string[]): Promise<string[]> {
  const { stdout } = await execa(shell, ['-c', `printf '%s\\0' ${shellWords(words)}`], {
    stripFinalNewline: false,
  });
  return stdout.split('\0').slice(0, -1);
}

const HOSTILE = [
  '',
  ' ',
  "'",
  "''",
  "it's",
  '"',
  '$HOME',
  '$(id)',
  '`id`',
  '\\',
  'a\\',
  '*',
  '?',
  '[a-z]',
  '~',
  '#',
  '!',
  ';',
  '&',
  '|',
  '<',
  '>',
  '(',
  '{a,b}',
  '\n',
  'a\nb',
  '\t',
  '\r',
  '=',
  '-n',
  '--',
  'é',
  '日本',
  '\u{1f600}',
];
/** Any character that UTF-8 carries, but NUL. */
const word = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''));

describe('shellWord', () => {
  for (const shell of ['sh', 'bash']) {
    it(`comes out of ${shell} as it went in`, async () => {
      assert.deepEqual(await throughShell(shell, HOSTILE), HOSTILE);
      await fc.assert(
        fc.asyncProperty(fc.array(word, { minLength: 100, maxLength: 200 }), async (words) =>
          assert.deepEqual(await throughShell(shell, words), words),
        ),
        { numRuns: 5 },
      );
    });
  }

  it('leaves plain words readable and refuses what no word can hold', () => {
    assert.equal(shellWords(['add', 'at=500', '/run/netns', "it's"]), "add at=500 /run/netns 'it'\\''s'");
    assert.throws(() => shellWord('a\0b'), RangeError);
  });
});
