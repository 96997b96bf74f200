import assert from 'node:assert/strict';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sandbox } from '../host/sandbox.testing.js';
import { UndoStack } from '../process/cleanup.js';
import { processRecords } from '../process/process-record.js';
import { temporaryFolder } from './temporary-folder.js';

describe('temporaryFolder', () => {
  const here = sandbox();

  it('is on record, is private, and goes with the cleanup', async () => {
    const cleanup = new UndoStack();
    const folder = await temporaryFolder('a trial', cleanup);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    const [record] = await processRecords();
    assert.deepEqual([record?.folder, record?.label], [folder, 'a trial']);
    writeFileSync(join(folder, 'a'), '');
    await cleanup.unwind();
    assert.deepEqual([readdirSync(here.path('tmp')), await processRecords()], [[], []]);
  });

  it('leaves no record when it can not be made', async () => {
    const cleanup = new UndoStack();
    process.env.TMPDIR = here.path('nowhere');
    await assert.rejects(temporaryFolder('a trial', cleanup), { code: 'ENOENT' });
    await cleanup.unwind();
    assert.deepEqual(await processRecords(), []);
  });
});
