import assert from 'node:assert/strict';
import { shardNotice, trialsOfShard } from '../../design/shard.js';
import { Failure } from '../../failure.js';
import { manifest as example } from '../../report/fixtures/small-run.js';
import type { Artifact, Manifest, TrialRecord } from '../../types.js';
import { tinyPlan } from '../tiny.testing.js';
import type { Part } from './merge-checks.js';
import { mergeManifests } from './merge-manifests.js';

const plan = tinyPlan({ boots: 3 });
const model = example.trials[0]!;

const artifact = (kind: Artifact['kind'], name: string, sha256: string, details = {}): Artifact => ({
  kind,
  name,
  sha256,
  inputsSha256: 'f'.repeat(64),
  details,
});

/** Shard `index` of 3, all done, on its own machine and an hour after the one before. */
function part(index: number, more: Partial<Manifest> = {}): Part {
  const shard = { index, of: 3 };
  return {
    folder: `shard-${index}`,
    manifest: {
      ...example,
      run: 'quick-1a2b3c',
      plan,
      shard,
      startedAt: `2026-01-01T0${index}:00:00.000Z`,
      endedAt: `2026-01-01T0${index + 1}:00:00.000Z`,
      host: { cpu: 'same', load: `0.${index}` },
      artifacts: [artifact('rootfs', 'bookworm', 'aa', { packages: 'p1' }), artifact('variant', 'a', 'bb')],
      trials: trialsOfShard(plan, shard).map(
        ({ id }): TrialRecord => ({ ...model, id, accelerator: 'tcg', status: 'done' }),
      ),
      notices: [shardNotice(plan, shard), { severity: 'warning', text: 'emulated' }],
      ...more,
    },
  };
}

const refused = (parts: Part[], message: RegExp, details: RegExp, partial = false) =>
  assert.throws(
    () => mergeManifests(parts, partial),
    (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.details.exit, 64);
      assert.match(error.message, message);
      assert.match(error.details.tail ?? '', details);
      return true;
    },
  );

describe('mergeManifests', () => {
  it('is the whole run: trials in plan order, first start, last end, machines united and kept', () => {
    const merged = mergeManifests([part(3), part(1), part(2)], false);
    assert.deepEqual(
      merged.trials.map(({ id }) => id),
      plan.trials.map(({ id }) => id),
    );
    assert.equal(merged.startedAt, '2026-01-01T01:00:00.000Z');
    assert.equal(merged.endedAt, '2026-01-01T04:00:00.000Z');
    assert.deepEqual(merged.host, { cpu: 'same', load: '0.1 | 0.2 | 0.3' });
    assert.equal(merged.shard, undefined);
    assert.deepEqual(
      merged.shards?.map(({ shard, host }) => [shard?.index, host.load]),
      [
        [1, '0.1'],
        [2, '0.2'],
        [3, '0.3'],
      ],
    );
    assert.deepEqual(merged.notices, [{ severity: 'warning', text: 'emulated' }]);
  });

  it('has not ended when a part has not', () => {
    assert.equal(mergeManifests([part(1), part(2, { endedAt: null }), part(3)], false).endedAt, null);
  });

  it('says when wall-clock trials ran on machines that differ', () => {
    const other = part(2, { host: { cpu: 'other' } });
    const { notices } = mergeManifests([part(1), other, part(3)], false);
    assert.match(notices.at(-1)?.text ?? '', /different machines \(same with tcg; other with tcg\)/);
  });

  it('refuses parts of another plan, run or netknee, and says which has which', () => {
    const foreign = { ...plan, digest: 'f'.repeat(64) };
    refused([part(1), part(2, { plan: foreign })], /different plans/, /shard-2: plan ffffffffffff$/);
    refused([part(1), part(2, { run: 'other' })], /different runs/, /shard-1: quick-1a2b3c\nshard-2: other/);
    const netknee = { version: '9.9.9', commit: 'c' };
    refused([part(1), part(2, { netknee })], /different netknees/, /shard-2: 9\.9\.9, commit c/);
  });

  it('refuses artifacts that differ or are missing, by name', () => {
    const with_ = (...artifacts: Artifact[]) => part(2, { artifacts });
    const [rootfs, variant] = part(1).manifest.artifacts as [Artifact, Artifact];
    const differ = /did not run the same artifacts/;
    refused(
      [part(1), with_(rootfs, { ...variant, sha256: 'cc' }), part(3)],
      differ,
      /^variant a: bb in .*, cc in shard-2$/,
    );
    refused([part(1), with_(rootfs), part(3)], differ, /^variant a is not in shard-2$/);
    const newer = artifact('rootfs', 'bookworm', 'aa', { packages: 'p2' });
    refused([part(1), with_(newer, variant), part(3)], differ, /^rootfs bookworm/);
  });

  it('takes images of the same packages for the same: they hold the time they were made at', () => {
    const rebaked = artifact('rootfs', 'bookworm', 'dd', { packages: 'p1' });
    const other = part(2, { artifacts: [rebaked, part(1).manifest.artifacts[1]!] });
    assert.equal(mergeManifests([part(1), other, part(3)], false).artifacts[0]?.sha256, 'aa');
  });

  it('refuses a trial that is in two parts, by name, even when partial', () => {
    const again = { ...part(1), folder: 'again' };
    for (const partial of [true, false]) {
      refused(
        [part(1), again, part(2)],
        /2 trials are in more than one part/,
        /b1: again, shard-1$/m,
        partial,
      );
    }
  });

  it('refuses a trial that is in none and names the shard, unless partial', () => {
    refused(
      [part(1), part(3)],
      /2 trials of the plan are in no part/,
      /instructions.*b2\n.*wall.*b2\nno part is shard 2\/3$/,
    );
    const merged = mergeManifests([part(1), part(3)], true);
    assert.equal(merged.trials.length, 4);
    assert.match(merged.notices.at(-1)?.text ?? '', /2 trials are in no part/);
  });
});
