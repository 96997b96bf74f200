import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Step, Trial } from '../types.js';
import { bundleScript } from './bundle-script.js';

const trial = { id: 'one.instructions.k6.1.p2.b1', scenario: 'one', boot: 1, seed: -7 } as Trial;

const step = (id: string, title: string, argv: string[], more: Partial<Step> = {}): Step => ({
  id,
  title,
  argv,
  deadlineS: 60,
  onFailure: 'continue',
  ...more,
});

/** Says which function was called with which words, each word on a line of its own, newlines shown. */
const LIBRARY = `
say() { for word in "$@"; do printf '%s\\0' "$word"; done; printf '\\n\\0'; }
begin() { say begin "$@"; }
step() { say step "$@"; }
end() { say end "$@"; }
`;

/** Runs a bundle's script from another folder, with a library that only says how it was called. */
async function calls(script: string): Promise<string[][]> {
  const folder = await mkdtemp(join(tmpdir(), "netknee test's "));
  try {
    await mkdir(join(folder, 'lib'));
    await writeFile(join(folder, 'lib/steps.sh'), LIBRARY);
    await writeFile(join(folder, 'lib/facts.sh'), 'say facts "$PWD"\n');
    await writeFile(join(folder, 'run.sh'), script);
    const { stdout } = await execa('sh', [join(folder, 'run.sh')], { cwd: '/', stripFinalNewline: false });
    const words = stdout.replaceAll(folder, 'FOLDER').split('\0').slice(0, -1);
    const all: string[][] = [[]];
    for (const word of words) {
      if (word === '\n') all.push([]);
      else all.at(-1)?.push(word);
    }
    return all.slice(0, -1);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('bundleScript', () => {
  it('calls every step with exactly its words, whatever is in them', async () => {
    const steps = [
      step('001-plain', 'add at 500', ['spawn-time', 'schedules/add-500.tsv'], {
        onFailure: 'abort',
        deadlineS: 900,
      }),
      step('002-quotes', `it's "hard" $(touch /tmp/never)`, ['echo', "'", '"', '`id`', '$HOME', '\\']),
      step('003-lines', 'two\nlines; exit 9', ['printf', 'a\nend complete\n', '', '#', '&', '|', '>', '*']),
    ];
    assert.deepEqual(await calls(bundleScript(trial, steps)), [
      ['begin', trial.id, 'steps=3'],
      ['facts', 'FOLDER'],
      ...steps.map((one) => ['step', one.id, String(one.deadlineS), one.onFailure, one.title, ...one.argv]),
      ['end', 'complete'],
    ]);
  });

  it('says what it is of in its second line, and how to run it by hand', () => {
    const [, second, third] = bundleScript(trial, []).split('\n');
    assert.equal(second, '# netknee trial one.instructions.k6.1.p2.b1: one, boot 1, seed -7.');
    assert.match(third ?? '', /sh run\.sh/);
  });
});
