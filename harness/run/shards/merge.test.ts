import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { Failure } from '../../failure.js';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import type { Scenario } from '../../types.js';
import { readManifest } from '../results/manifest.js';
import { plays, runTiny, tiny, tinyPlan } from '../tiny.testing.js';
import { mergeRuns } from './merge.js';

/** With a claim, a comparison and a figure, so that all that is concluded has something to say. */
const telling: Scenario = {
  ...tiny,
  claims: [
    {
      id: 'b-is-slower',
      statement: 'b is slower than a',
      published: '–',
      kind: 'shape',
      source: 'this test',
      measure: { type: 'ratio', metric: 'latency', over: { variant: 'b' }, under: { variant: 'a' } },
      holds: { is: 'above', bound: 1 },
    },
  ],
  comparisons: [
    {
      name: 'variants',
      title: 'a and b',
      metrics: ['latency'],
      by: 'namespaces',
      before: { variant: 'a' },
      after: { variant: 'b' },
    },
  ],
  figures: [
    {
      name: 'latency',
      title: 'Latency',
      kind: 'levels',
      metric: 'latency',
      x: 'namespaces',
      series: ['variant'],
    },
  ],
};

const plan = tinyPlan({ boots: 3 });
const RUN = 'quick-1a2b3c';

describe('mergeRuns', () => {
  const here = sandbox();
  const shards = [1, 2, 3].map((index) => `shard-${index}`);
  const paths = () => shards.map((name) => here.path(name));
  const run = (folder: string, index?: number, play: Parameters<typeof runTiny>[0]['play'] = plays.well) =>
    runTiny({
      folder: here.path(folder),
      play,
      request: {
        plan,
        settings: { jobs: 1, boots: 3 },
        run: RUN,
        scenarios: [telling],
        shard: index === undefined ? undefined : { index, of: 3 },
      },
    });
  const runShards = async (...indexes: number[]) => {
    for (const index of indexes) await run(`shard-${index}`, index);
  };
  const merge = (folders = paths(), partial = false) =>
    mergeRuns({ folders, out: here.path('merged'), partial, scenarios: [telling] });
  const refused = (work: Promise<unknown>, words: RegExp) =>
    assert.rejects(work, (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.details.exit, 64);
      assert.match(error.message, words);
      // Nothing half made stays.
      assert.deepEqual(
        readdirSync(here.path()).filter((name) => name.includes('merging')),
        [],
      );
      return true;
    });
  const bytes = (...names: string[]): string => readFileSync(here.path(...names), 'base64');
  const namesIn = (folder: string): string[] =>
    readdirSync(here.path(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(here.path(folder).length + 1))
      .sort();

  it('makes what one machine would have made, byte for byte but for times', async () => {
    await run('whole');
    await runShards(3, 1, 2);
    await merge([...paths()].reverse());
    assert.deepEqual(namesIn('merged'), namesIn('whole'));
    const timeless = namesIn('whole').filter((name) =>
      /^(observations|summary|claims)\.csv$|^tables\/|^figures\/|^raw\/.*(observations\.csv|\.out)$/.test(
        name,
      ),
    );
    for (const what of [
      'summary.csv',
      'claims.csv',
      'tables/all.tex',
      'figures/tiny-latency-instructions.svg',
    ]) {
      assert.ok(timeless.includes(what), `${what} among ${timeless.join(' ')}`);
    }
    for (const name of timeless) assert.equal(bytes('merged', name), bytes('whole', name), name);
    const [whole, merged] = [await readManifest(here.path('whole')), await readManifest(here.path('merged'))];
    const { shards: machines, ...rest } = merged;
    assert.deepEqual(
      machines?.map(({ shard }) => shard),
      [1, 2, 3].map((index) => ({ index, of: 3 })),
    );
    // Times and the load of the host apart, nothing differs; a bundle's digest holds the time it was packed at.
    const timelessOf = ({ trials, ...manifest }: typeof whole) => ({
      ...manifest,
      startedAt: '',
      endedAt: '',
      host: {},
      trials: trials.map((record) => ({ ...record, startedAt: '', durationS: 0, bundleSha256: '' })),
    });
    assert.deepEqual(timelessOf(rest), timelessOf(whole));
    const events = (folder: string) =>
      readFileSync(here.path(folder, 'journal.jsonl'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { at: string; event: string; trial?: string });
    assert.deepEqual(
      events('merged').map(({ at }) => at),
      events('merged')
        .map(({ at }) => at)
        .sort(),
    );
    const ofTrials = (folder: string) =>
      events(folder)
        .flatMap(({ event, trial }) => (trial === undefined ? [] : [`${trial} ${event}`]))
        .sort();
    assert.deepEqual(ofTrials('merged'), ofTrials('whole'));
  });

  it('takes parts that say they are parts, each with its own blocks alone', async () => {
    await runShards(2);
    const { trials, shard, notices, plan: kept } = await readManifest(here.path('shard-2'));
    assert.deepEqual(shard, { index: 2, of: 3 });
    assert.equal(kept.digest, plan.digest);
    assert.deepEqual(
      trials.map(({ id }) => id),
      ['tiny.instructions.k6.1.p2.b2', 'tiny.wall.k6.1.p2.b2'],
    );
    assert.match(notices[0]?.text ?? '', /shard 2 of 3/);
    assert.match(
      readFileSync(here.path('shard-2', 'report.md'), 'utf8'),
      /shard 2 of 3 .*block 2 of the instruction clock/,
    );
  });

  it('keeps a failed trial, its attempts and all, as failed', async () => {
    await runShards(1, 2);
    await run('shard-3', 3, (trial) =>
      trial.clock === 'wall' ? plays.failedStep(trial) : plays.well(trial),
    );
    const { manifest } = await merge();
    assert.equal(manifest.trials.at(-1)?.status, 'failed');
    assert.ok(existsSync(here.path('merged', 'raw/tiny.wall.k6.1.p2.b3.attempt-1')));
  });

  it('refuses what is missing or double; partial takes what there is and says so', async () => {
    await runShards(1, 3);
    await refused(merge(paths().filter((_, i) => i !== 1)), /2 trials of the plan are in no part/);
    await refused(merge([...paths().filter((_, i) => i !== 1), here.path('shard-1')]), /more than one part/);
    const { manifest } = await merge(
      paths().filter((_, i) => i !== 1),
      true,
    );
    assert.equal(manifest.trials.length, 4);
    assert.match(readFileSync(here.path('merged', 'report.md'), 'utf8'), /2 trials are in no part/);
  });

  it('refuses a part whose raw output was left behind, all or some of it', async () => {
    await runShards(1, 2, 3);
    rmSync(here.path('shard-2/raw/tiny.instructions.k6.1.p2.b2/observations.csv'));
    await refused(merge(), /shard-2.raw.* is missing or incomplete/);
    rmSync(here.path('shard-2/raw'), { recursive: true });
    await refused(merge(), /shard-2.raw is missing or incomplete/);
  });

  it('leaves nothing when it is interrupted, before it began or in the middle', async () => {
    await runShards(1, 2, 3);
    const before = readdirSync(here.path()).sort();
    const interrupted = async (signal: AbortSignal, during: () => Promise<void> = async () => {}) => {
      const merging = mergeRuns({
        folders: paths(),
        out: here.path('merged'),
        partial: false,
        scenarios: [telling],
        signal,
      });
      const [ended] = await Promise.allSettled([merging, during()]);
      assert.ok(ended.status === 'rejected' && ended.reason instanceof Failure);
      assert.equal(ended.reason.details.exit, 130);
      assert.deepEqual(readdirSync(here.path()).sort(), before);
    };
    await interrupted(AbortSignal.abort());
    const controller = new AbortController();
    await interrupted(controller.signal, async () => {
      while (!readdirSync(here.path()).some((name) => name.includes('.merging-'))) await turn();
      controller.abort();
    });
  });

  it('never writes into a folder that is there, and leaves the parts as they were', async () => {
    await runShards(1, 2, 3);
    const before = shards.map((shard) => namesIn(shard).map((name) => bytes(shard, name)));
    await merge();
    await refused(merge(), /merged is already there/);
    assert.deepEqual(
      shards.map((shard) => namesIn(shard).map((name) => bytes(shard, name))),
      before,
    );
    await refused(merge([]), /nothing to merge/);
  });
});
