import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import { AMD64, ARM64 } from '../host/architecture.js';
import { parseImage, pinnedImages } from './cloud-images.js';

describe('parseImage', () => {
  for (const architecture of [AMD64, ARM64]) {
    it(`pins every image of ${architecture.debian} to the file of one day`, () => {
      const sources = pinnedImages(architecture).map((name) => parseImage(name, architecture));
      assert.ok(sources.length >= 2);
      const digests = sources.map((source) => {
        assert.ok(source.kind === 'pinned');
        assert.match(source.sha256, /^[0-9a-f]{64}$/);
        assert.match(
          source.url,
          new RegExp(
            `^https://[^/]+/releases/${source.name}/release-20\\d{6}/[\\w.-]+-${architecture.debian}[\\w-]*\\.img$`,
          ),
        );
        return source.sha256;
      });
      assert.equal(new Set(digests).size, digests.length);
    });
  }

  it('takes an image of the user’s own, by a name and a path', () => {
    assert.deepEqual(parseImage('mine=disk.qcow2', AMD64), {
      name: 'mine',
      kind: 'path',
      path: resolve('disk.qcow2'),
    });
    assert.deepEqual(parseImage('a=/b=c,d', AMD64), { name: 'a', kind: 'path', path: '/b=c,d' });
  });

  it('refuses the rest, and says what it understands', () => {
    for (const word of ['', 'warty', 'constructor', 'mine', 'mine=', '=a', '../x=a', 'xenial=a']) {
      assert.throws(
        () => parseImage(word, AMD64),
        (error) =>
          error instanceof Failure &&
          error.details.exit === EXIT.usage &&
          /xenial, jammy, noble, or NAME=/.test(error.details.remedy ?? ''),
        word,
      );
    }
  });

  it('says for which processor an image is not known', () => {
    assert.throws(() => parseImage('xenial', ARM64), /no image of xenial is known for arm64/);
  });
});
