import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { Failure } from '../../failure.js';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import { manifest as example } from '../../report/fixtures/small-run.js';
import { writeManifest } from '../results/manifest.js';
import { tinyPlan } from '../tiny.testing.js';
import { resumable, shardFolder, shardRunId } from './shard-folder.js';

describe('the folder of a shard', () => {
  const here = sandbox();
  const plan = tinyPlan();
  const shard = { index: 2, of: 3 };
  const manifest = { ...example, trials: [] };

  it('is named by the plan and the shard, and by no clock', () => {
    const run = shardRunId({ ...plan, digest: '1a2b3c4d' });
    assert.equal(run, 'quick-1a2b3c');
    assert.equal(shardFolder(run, shard), 'quick-1a2b3c.shard-2-of-3');
  });

  it('gives back what a former start of this shard left, and nothing where there is nothing', async () => {
    assert.equal(await resumable(here.path('none'), plan, shard), undefined);
    mkdirSync(here.path('begun'));
    assert.equal(await resumable(here.path('begun'), plan, shard), undefined);
    await writeManifest(here.path('begun'), { ...manifest, plan, shard });
    assert.deepEqual((await resumable(here.path('begun'), plan, shard))?.shard, shard);
  });

  it('refuses a folder of another plan, another shard or a whole run', async () => {
    for (const found of [
      { ...manifest, plan: { ...plan, digest: 'a'.repeat(64) }, shard },
      { ...manifest, plan, shard: { index: 1, of: 3 } },
      { ...manifest, plan, shard: { index: 2, of: 4 } },
      { ...manifest, plan },
    ]) {
      await writeManifest(here.path(), found);
      await assert.rejects(
        resumable(here.path(), plan, shard),
        (error) =>
          error instanceof Failure && error.details.exit === 64 && /holds another run/.test(error.message),
      );
    }
  });
});
