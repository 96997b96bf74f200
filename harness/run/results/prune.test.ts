import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import { manifest } from '../../report/fixtures/small-run.js';
import type { Manifest } from '../../types.js';
import { writeManifest } from './manifest.js';
import { pruneResults } from './prune.js';

describe('pruneResults', () => {
  const here = sandbox();
  const results = () => here.path('results');
  const folder = async (name: string, day: number, more: Partial<Manifest> = {}) => {
    mkdirSync(here.path('results', name), { recursive: true });
    const startedAt = `2026-01-0${day}T00:00:00.000Z`;
    await writeManifest(here.path('results', name), { ...manifest, run: name, startedAt, ...more });
  };
  const prune = (dryRun = false) => pruneResults({ results: results(), keepLast: 1, keepRuns: [], dryRun });

  it('leaves shards alone, whatever their folder is called, and counts what was merged of them as a run', async () => {
    const run = 'quick-1a2b3c';
    for (const index of [1, 2]) {
      await folder(`${run}.shard-${index}-of-2`, index, { run, shard: { index, of: 2 } });
    }
    await folder('moved', 3, { shard: { index: 1, of: 2 } });
    await folder(run, 4, { shards: [] });
    await folder('later', 5);
    const shards = ['moved', `${run}.shard-1-of-2`, `${run}.shard-2-of-2`];
    assert.deepEqual(await prune(true), { removed: [run], kept: ['later'], shards });
    assert.ok(existsSync(here.path('results', run)));
    await prune();
    assert.deepEqual(readdirSync(results()).sort(), ['later', ...shards].sort());
  });

  it('leaves alone what is called otherwise than its run, and what is none', async () => {
    await folder('early', 1);
    await folder('example', 2, { run: 'another' });
    mkdirSync(here.path('results/notes'));
    await folder('later', 3);
    assert.deepEqual(await prune(), { removed: ['early'], kept: ['later'], shards: [] });
    assert.deepEqual(readdirSync(results()).sort(), ['example', 'later', 'notes']);
  });
});
