import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packageRoot } from '../harness/machine/host/places.js';
import { netknee } from './netknee.testing.js';

/** Words that a reader may want to read before anything else. */
const MOST_WORDS = 900;

const pages = [
  'README.md',
  ...(await readdir(join(packageRoot, 'docs')))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const textOf = (page: string) => readFile(join(packageRoot, page), 'utf8');

/** Commands as the pages show them, but for their remarks and what a reader fills in. */
async function commands(): Promise<{ page: string; words: string[] }[]> {
  const found = await Promise.all(
    pages.map(async (page) =>
      [...(await textOf(page)).matchAll(/^[$#] (?:\w+=\S+ )*npx netknee ([^#\n]*)/gm)].map((match) => ({
        page,
        words: match[1]!.trim().split(/\s+/),
      })),
    ),
  );
  return found.flat();
}

describe('README and docs', function () {
  this.timeout(120_000);

  it('name commands and options that netknee has', async () => {
    const all = await commands();
    assert.ok(all.length > 30, `${all.length} commands found`);
    const helps = new Map<string, string>();
    for (const { page, words } of all) {
      const nested = ['baseline', 'image'].includes(words[0]!) ? words.slice(0, 2) : words.slice(0, 1);
      const key = nested.join(' ');
      if (!helps.has(key)) {
        const { exitCode, stdout, stderr } = await netknee([...nested, '--help']);
        assert.equal(exitCode, 0, `${page}: netknee ${key} --help: ${stderr}`);
        helps.set(key, stdout);
      }
      const help = helps.get(key)!;
      const end = words.indexOf('--');
      for (const word of end === -1 ? words : words.slice(0, end)) {
        if (!/^--[a-z]/.test(word)) continue;
        assert.match(
          help,
          new RegExp(`(^|[ ,])${word.split('=')[0]}\\b`, 'm'),
          `${page}: netknee ${key} has no ${word}`,
        );
      }
    }
  });

  it('lead to files that are there', async () => {
    for (const page of pages) {
      for (const [, target] of (await textOf(page)).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)) {
        assert.ok(existsSync(join(packageRoot, dirname(page), target!)), `${page} leads to ${target}`);
      }
    }
  });

  it(`say what matters in ${MOST_WORDS} words, and lead to every page`, async () => {
    const text = await textOf('README.md');
    assert.ok(text.split(/\s+/).length <= MOST_WORDS, `README has ${text.split(/\s+/).length} words`);
    const lost = pages.filter((page) => page.startsWith('docs/') && !text.includes(`(${page})`));
    const second = await Promise.all(pages.filter((page) => page !== 'README.md').map(textOf));
    const unlinked = lost.filter(
      (page) => !second.some((other) => other.includes(`(${page.slice('docs/'.length)})`)),
    );
    assert.deepEqual(unlinked, []);
  });
});
