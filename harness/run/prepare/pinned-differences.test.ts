import assert from 'node:assert/strict';
import type { Artifact } from '../../types.js';
import { comparePinned, pinnedNotices } from './pinned-differences.js';

const artifact = (
  kind: Artifact['kind'],
  sha256: string,
  details: Record<string, string> = {},
  name = 'one',
): Artifact => ({ name, kind, inputsSha256: sha256, sha256, details });

const differences = (made: Artifact, pinned: Artifact) => comparePinned([made], [pinned]).differences;

describe('comparePinned', () => {
  it('counts what is the same, wherever it was baked', () => {
    const made = [
      artifact('rootfs', 'a'),
      artifact('program', 'b'),
      artifact('kernel', 'c', { modulesSha256: 'd' }),
    ];
    const pinned = made.map((one) => ({ ...one, inputsSha256: 'elsewhere' }));
    assert.deepEqual(comparePinned(made, pinned), { same: 3, of: 3, differences: [] });
  });

  it('says what of an image comes from netknee itself', () => {
    const now = { init: 'i2', layout: '2' };
    const of = (theirs: Record<string, string>) =>
      differences(artifact('rootfs', 'a', now), artifact('rootfs', 'b', theirs)).join();
    assert.match(of({ init: 'i1', layout: '1' }), /another init script, another layout/);
    assert.match(of({ init: 'i2', layout: '1' }), /image: another layout of the image$/);
    assert.match(of(now), /other tools on this machine/);
    assert.match(of({}), /did not say/);
  });

  it('tells a kernel from its modules', () => {
    const made = artifact('kernel', 'a', { modulesSha256: 'm' });
    assert.deepEqual(differences(made, artifact('kernel', 'a', { modulesSha256: 'n' })), [
      'kernel one: the same modules in another image',
    ]);
    assert.equal(differences(made, artifact('kernel', 'b', { modulesSha256: 'n' })).length, 2);
  });

  it('says what of a binary’s recipe differs, and what the manifest does not have', () => {
    const made = artifact('program', 'a', { flags: '-O2' });
    assert.match(
      differences(made, artifact('program', 'b', { flags: '-O1' })).join(),
      /flags differs in this/,
    );
    assert.match(
      differences(made, artifact('program', 'b', { flags: '-O2' })).join(),
      /its source, recipe or guest/,
    );
    assert.deepEqual(comparePinned([made], []), {
      same: 0,
      of: 1,
      differences: ['program one is not in the manifest'],
    });
  });
});

describe('pinnedNotices', () => {
  it('says how near a run’s guest came, and warns of each difference', () => {
    assert.deepEqual(
      pinnedNotices({ run: 'r', same: 2, of: 2, differences: [] }).map(
        ({ severity, text }) => `${severity} ${text}`,
      ),
      [
        'info guest, kernels and sources are those of the manifest of r: 2 of 2 artifacts are the same byte for byte',
      ],
    );
    const [info, warning] = pinnedNotices({ run: 'r', same: 1, of: 2, differences: ['program one: x'] });
    assert.match(info?.text ?? '', /1 of 2 artifacts/);
    assert.deepEqual(warning, { severity: 'warning', text: 'not as in the manifest of r: program one: x' });
  });
});
