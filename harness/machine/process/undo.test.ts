import assert from 'node:assert/strict';
import { UndoStack, withUndo } from './undo.js';

const failing = (text: string) => () => {
  throw new Error(text);
};

describe('withUndo', () => {
  it('undoes in reverse order, one after the other, and gives the result', async () => {
    const log: string[] = [];
    const result = await withUndo(async (undo) => {
      undo.register('a', () => void log.push('a'));
      undo.register('b', async () => {
        await new Promise(setImmediate);
        log.push('b');
      });
      log.push('work');
      assert.deepEqual(undo.pending, ['b', 'a']);
      return 7;
    });
    assert.equal(result, 7);
    assert.deepEqual(log, ['work', 'b', 'a']);
  });

  it('undoes everything even when undoing fails, and throws the first error', async () => {
    const log: string[] = [];
    const work = withUndo(async (undo) => {
      undo.register('a', () => void log.push('a'));
      undo.register('b', failing('second'));
      undo.register('c', failing('first'));
    });
    await assert.rejects(work, /^Error: first$/);
    assert.deepEqual(log, ['a']);
  });

  it('throws the error of the work rather than that of the undoing', async () => {
    const log: string[] = [];
    const work = withUndo(async (undo) => {
      undo.register('a', () => void log.push('a'));
      undo.register('b', failing('undo'));
      throw new Error('work');
    });
    await assert.rejects(work, /^Error: work$/);
    assert.deepEqual(log, ['a']);
  });
});

describe('UndoStack', () => {
  it('undoes each thing once', async () => {
    const undo = new UndoStack();
    let times = 0;
    undo.register('a', () => void times++);
    await undo.unwind();
    await undo.unwind();
    assert.deepEqual([times, undo.pending], [1, []]);
  });
});
