import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Failure } from '../../failure.js';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import type { Artifact } from '../../types.js';
import { readManifest, writeManifest } from '../results/manifest.js';
import { plays, runTiny, type TinyRun, tinyPlan } from '../tiny.testing.js';
import type { Prepared } from './prepare.js';
import { artifactSettings } from './resumed-artifacts.js';

const FAILS = 'tiny.wall.k6.1.p2.b2';

const artifact = (
  kind: Artifact['kind'],
  name: string,
  sha256: string,
  details: Record<string, string> = {},
): Artifact => ({ kind, name, sha256: sha256.padEnd(64, '0'), inputsSha256: 'f'.repeat(64), details });

const BEGUN = [
  artifact('rootfs', 'bookworm', 'aa', { packages: 'p1' }),
  artifact('kernel', '6.1', 'bb'),
  artifact('program', 'clock', 'cc'),
  artifact('variant', 'a', 'dd', { source: 'git' }),
];
const [ROOTFS, KERNEL, PROGRAM, VARIANT] = BEGUN as [Artifact, Artifact, Artifact, Artifact];
const PINNED = { run: 'last-year', same: 3, of: 4, differences: ['program clock: another binary'] };

describe('a run that goes on', () => {
  const here = sandbox();
  const results = () => here.path('results');
  const run = (more: Partial<TinyRun> = {}) => runTiny({ folder: results(), play: plays.well, ...more });
  const begin = (made: Partial<Prepared> = {}, signal = new AbortController().signal) =>
    run({
      made: { artifacts: BEGUN, ...made },
      signal,
      play: (trial) => (trial.id === FAILS ? plays.failedStep(trial) : plays.well(trial)),
    });
  const goOn = async (made: Partial<Prepared>, request: TinyRun['request'] = {}) =>
    run({ made, request: { resumed: await readManifest(results()), ...request } });

  /** Nothing of the run is touched by a refusal. */
  async function refused(made: Partial<Prepared>, lines: string[], remedy: RegExp): Promise<void> {
    const before = readFileSync(here.path('results/manifest.json'), 'utf8');
    await assert.rejects(goOn(made), (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.details.exit, 64);
      assert.match(error.message, /^tiny-run was begun with other artifacts/);
      assert.deepEqual(error.details.tail?.split('\n'), lines);
      assert.match(error.details.remedy ?? '', remedy);
      return true;
    });
    assert.equal(readFileSync(here.path('results/manifest.json'), 'utf8'), before);
  }

  it('takes the same artifacts, and an image of the same packages for the same', async () => {
    await begin();
    const image = artifact('rootfs', 'bookworm', 'ee', { packages: 'p1' });
    const { manifest } = await goOn({ artifacts: [image, KERNEL, PROGRAM, VARIANT] });
    assert.equal(manifest.trials.at(-1)?.status, 'done');
  });

  it('refuses others, by name, with the version and the manifest to go on with', async () => {
    await begin();
    const { netknee } = await readManifest(results());
    await refused(
      {
        artifacts: [
          artifact('rootfs', 'bookworm', 'ee', { packages: 'p2' }),
          artifact('kernel', '6.1', 'ff'),
          artifact('program', 'clock', '11'),
          artifact('variant', 'a', '22'),
        ],
      },
      [
        'kernel 6.1: bb0000000000 in the run, ff0000000000 now',
        'program clock: cc0000000000 in the run, 110000000000 now',
        'rootfs bookworm: aa0000000000 in the run, ee0000000000 now',
        'variant a: dd0000000000 in the run, 220000000000 now',
      ],
      new RegExp(
        `netknee ${netknee.version}, commit ${netknee.commit.slice(0, 12)}, with --from-manifest ${results()} `,
      ),
    );
  });

  it('refuses a set of variants that is another: what is gone, with why, and what is new', async () => {
    await begin();
    const unavailable = [{ name: 'a', reason: 'no git', remedy: 'clone it' }];
    await refused(
      { artifacts: [ROOTFS, KERNEL, artifact('variant', 'b', '33')], unavailable },
      [
        'program clock is in the run, and is not made now',
        "variant a is in the run, and can't be had now: no git",
        '  clone it',
        'variant b is not in the run, and would be from now on',
      ],
      /measure anew/,
    );
  });

  it('names only a remedy that can help', async () => {
    const tree = artifact('variant', 'a', 'dd', { source: 'path' });
    await begin({ artifacts: [artifact('rootfs', 'own', 'aa'), tree] });
    await refused(
      { artifacts: [artifact('rootfs', 'own', 'aa'), VARIANT, PROGRAM] },
      ['program clock is not in the run, and would be from now on'],
      /commit \w+, with --variant for the same source trees as then\. Or/,
    );
  });

  it('refuses another image of a machine that is not baked', async () => {
    await begin();
    const resumed = await readManifest(results());
    await writeManifest(results(), { ...resumed, host: { ...resumed.host, image: 'debian-12 sha256 1' } });
    await refused({ artifacts: BEGUN }, ['image: debian-12 sha256 1 in the run, none now'], /measure anew/);
  });

  it('takes any where no trial has run yet', async () => {
    await begin({}, AbortSignal.abort());
    assert.equal((await readManifest(results())).trials.length, 0);
    const { manifest } = await goOn({ artifacts: [ROOTFS] });
    assert.deepEqual(manifest.artifacts, [ROOTFS]);
    assert.equal(manifest.trials.length, 4);
  });

  describe('from a manifest', () => {
    it('says so in its own, and stays what it was when it goes on by that one', async () => {
      const { manifest } = await begin({ pinned: PINNED });
      assert.deepEqual((await readManifest(results())).pinned, PINNED);
      const own = { run: 'tiny-run', same: 4, of: 4, differences: [] };
      const { manifest: after } = await goOn({ artifacts: BEGUN, pinned: own });
      assert.deepEqual(after.pinned, PINNED);
      assert.deepEqual(after.notices, manifest.notices);
      assert.match(after.notices[0]?.text ?? '', /those of the manifest of last-year: 3 of 4/);
    });

    it('is no run from a manifest by going on from its own', async () => {
      await begin();
      const { manifest } = await goOn({ artifacts: BEGUN, pinned: { ...PINNED, run: 'tiny-run' } });
      assert.equal(manifest.pinned, undefined);
      assert.deepEqual(manifest.notices, []);
    });

    it('is made once more from its own, and of what its plan names, whatever is said', async () => {
      await begin({ pinned: PINNED });
      const resumed = await readManifest(results());
      const request = { plan: tinyPlan(), settings: { variants: ['a'] }, folder: results() };
      assert.deepEqual(artifactSettings({ ...request, resumed }), {
        variants: ['a', 'b'],
        'from-manifest': results(),
      });
      const said = { ...request, settings: { 'from-manifest': 'elsewhere' }, resumed };
      assert.equal(artifactSettings(said)['from-manifest'], 'elsewhere');
      assert.equal(artifactSettings(request)['from-manifest'], undefined);
    });
  });
});
