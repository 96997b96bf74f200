import assert from 'node:assert/strict';
import { UndoStack, withCleanup } from './cleanup.js';

const failing = (text: string) => () => {
  throw new Error(text);
};

describe('withCleanup', () => {
  it('undoes in reverse order, one after the other, and gives the result', async () => {
    const log: string[] = [];
    const result = await withCleanup(async (cleanup) => {
      cleanup.register('a', () => void log.push('a'));
      cleanup.register('b', async () => {
        await new Promise(setImmediate);
        log.push('b');
      });
      log.push('work');
      assert.deepEqual(cleanup.pending, ['b', 'a']);
      return 7;
    });
    assert.equal(result, 7);
    assert.deepEqual(log, ['work', 'b', 'a']);
  });

  it('undoes everything even when undoing fails, and throws the first error', async () => {
    const log: string[] = [];
    const work = withCleanup(async (cleanup) => {
      cleanup.register('a', () => void log.push('a'));
      cleanup.register('b', failing('second'));
      cleanup.register('c', failing('first'));
    });
    await assert.rejects(work, /^Error: first$/);
    assert.deepEqual(log, ['a']);
  });

  it('throws the error of the work rather than that of the undoing', async () => {
    const log: string[] = [];
    const work = withCleanup(async (cleanup) => {
      cleanup.register('a', () => void log.push('a'));
      cleanup.register('b', failing('cleanup'));
      throw new Error('work');
    });
    await assert.rejects(work, /^Error: work$/);
    assert.deepEqual(log, ['a']);
  });
});

describe('UndoStack', () => {
  it('undoes each thing once', async () => {
    const cleanup = new UndoStack();
    let times = 0;
    cleanup.register('a', () => void times++);
    await cleanup.unwind();
    await cleanup.unwind();
    assert.deepEqual([times, cleanup.pending], [1, []]);
  });
});
