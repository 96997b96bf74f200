import assert from 'node:assert/strict';
import { execa } from 'execa';
import { compile } from './compile.testing.js';

describe('align', () => {
  const align = () => compile(new URL('./align.c', import.meta.url));

  it('sleeps to the next multiple and no further than one', async () => {
    const binary = await align();
    const before = process.hrtime.bigint();
    const { exitCode } = await execa(binary, ['200']);
    const after = process.hrtime.bigint();
    assert.equal(exitCode, 0);
    // hrtime is CLOCK_MONOTONIC too: a multiple of 200 ms lies between the two looks.
    assert.ok(after / 200_000_000n > before / 200_000_000n);
  });

  it('refuses what is no number of milliseconds with 2', async () => {
    const binary = await align();
    for (const argv of [[], ['0'], ['-1'], ['60001'], ['1s'], ['10', '20']]) {
      const { exitCode, stderr } = await execa(binary, argv, { reject: false });
      assert.equal(exitCode, 2, argv.join(' '));
      assert.match(stderr, /^usage: align/);
    }
  });
});
