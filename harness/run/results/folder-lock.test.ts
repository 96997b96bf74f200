import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { execa } from 'execa';
import { EXIT, Failure } from '../../failure.js';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import { UndoStack } from '../../machine/process/cleanup.js';
import { processRecords, startTimeOf } from '../../machine/process/process-record.js';
import { lockFolder } from './folder-lock.js';

describe('lockFolder', () => {
  const here = sandbox();
  const folder = () => here.path('tmp');
  const lockedBy = (pid: number, startTime: string) =>
    writeFileSync(here.path('tmp/running.json'), JSON.stringify({ pid, startTime }));

  it('is taken once, and given back', async () => {
    const cleanup = new UndoStack();
    await lockFolder(folder(), cleanup);
    await assert.rejects(lockFolder(folder(), new UndoStack()), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.details.exit, EXIT.usage);
      assert.match(error.message, new RegExp(`written by another netknee \\(pid ${process.pid}\\)`));
      return true;
    });
    await cleanup.unwind();
    assert.deepEqual(readdirSync(folder()), []);
    await lockFolder(folder(), new UndoStack());
  });

  it('is taken over from a process that is gone, also when another has its number by now', async () => {
    const child = execa('true');
    const pid = child.pid as number;
    const startTime = (await startTimeOf(pid)) ?? '1';
    await child;
    lockedBy(pid, startTime);
    const cleanup = new UndoStack();
    await lockFolder(folder(), cleanup);
    await cleanup.unwind();
    lockedBy(process.pid, 'another time');
    await lockFolder(folder(), cleanup);
    await cleanup.unwind();
    writeFileSync(here.path('tmp/running.json'), '{"pid":');
    await lockFolder(folder(), cleanup);
  });

  it('makes the folder, and is on record as long as it is had', async () => {
    const cleanup = new UndoStack();
    const made = here.path('results/a');
    await lockFolder(made, cleanup);
    assert.deepEqual(
      (await processRecords()).map((record) => record.folder),
      [made],
    );
    await cleanup.unwind();
    assert.deepEqual([readdirSync(made), await processRecords()], [[], []]);
  });

  it('is had by one of many that ask at once', async () => {
    lockedBy(2 ** 22 + 1, '1');
    const asked = await Promise.allSettled(
      Array.from({ length: 8 }, () => lockFolder(folder(), new UndoStack())),
    );
    assert.equal(asked.filter(({ status }) => status === 'fulfilled').length, 1);
  });
});
