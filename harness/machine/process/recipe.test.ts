import assert from 'node:assert/strict';
import { execa } from 'execa';
import { Failure } from '../../failure.js';
import { packageRoot } from '../host/places.js';
import { recipe } from './recipe.js';

const options = { deadlineS: 20, what: 'the image could not be made', remedy: 'free some space' };

async function failureOf(work: Promise<unknown>): Promise<Failure['details']> {
  const error = await work.then(
    () => assert.fail('it went well'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Failure, String(error));
  return error.details;
}

describe('recipe', () => {
  it('runs a pipeline, every value one word whatever is in it', async () => {
    const words = ["it's", '$HOME; exit 9', '*'];
    const lines = await recipe(options)`printf '%s\n' ${words} ${'a  b'} | cat`;
    assert.deepEqual(lines.trimEnd().split('\n'), [...words, 'a  b']);
    assert.equal(await recipe({ ...options, cwd: '/' })`pwd`, '/\n');
  });

  it('fails when any part of a pipeline does, or a variable is not set', async () => {
    const details = await failureOf(recipe(options)`sh -c 'echo no >&2; exit 4' | cat`);
    assert.deepEqual([details.what, details.exitCode, details.exit], ['the image could not be made', 4, 69]);
    assert.deepEqual([details.tail, details.remedy], ['no', 'free some space']);
    assert.match(details.command ?? '', /^sh -c .* \| cat$/);
    await failureOf(recipe(options)`echo $NETKNEE_NOT_SET`);
  });

  it('lets no command send a signal to netknee and whoever called it, as mmdebstrap does when a disk is full', async () => {
    const full = "echo 'cannot write: No space left on device' >&2; kill -HUP 0";
    const child = `import('${packageRoot}/harness/machine/process/recipe.ts').then(async ({ recipe }) => {
      await recipe({ deadlineS: 20, what: 'no image' })\`sh -c \${${JSON.stringify(full)}}\`.catch((error) => console.log(error.message));
      console.log('goes on');
    })`;
    const { stdout, signal } = await execa(process.execPath, ['--import', 'tsx', '--eval', child], {
      cwd: packageRoot,
      detached: true,
      reject: false,
    });
    assert.deepEqual([stdout, signal], ['no image: the disk is full\ngoes on', undefined]);
  });

  it('ends at its deadline and says so', async () => {
    const { what } = await failureOf(recipe({ ...options, deadlineS: 0.1 })`sleep 60`);
    assert.equal(what, 'the image could not be made (no end within 0.1 s)');
  });

  it('ends when it is interrupted, before or while it runs', async () => {
    assert.equal((await failureOf(recipe({ ...options, signal: AbortSignal.abort() })`sleep 60`)).exit, 130);
    const controller = new AbortController();
    const work = recipe({ ...options, signal: controller.signal })`sleep 60`;
    setTimeout(() => controller.abort(), 50);
    assert.equal((await failureOf(work)).exit, 130);
  });

  it('does not go on listening to a signal when it has ended', async () => {
    const { signal } = new AbortController();
    const listening = new Set<unknown>();
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (name: string, listener: never, more?: never) => {
      listening.add(listener);
      addEventListener.call(signal, name, listener, more);
    };
    signal.removeEventListener = (name: string, listener: never, more?: never) => {
      listening.delete(listener);
      removeEventListener.call(signal, name, listener, more);
    };
    await recipe({ ...options, signal })`true`;
    await failureOf(recipe({ ...options, signal })`false`);
    assert.equal(listening.size, 0);
  });
});
