import assert from 'node:assert/strict';
import { mirrorFromIndexes, sourceLines } from './debian.js';

const DEBIAN = 'http://mirror.example/debian/';
const SECURITY = 'http://mirror.example/debian-security/';

describe('mirrorFromIndexes', () => {
  it('finds the main archive and keeps security apart', () => {
    const listing = [
      'https://download.docker.com/linux/debian/|Docker|Docker CE',
      `${SECURITY}|Debian|Debian-Security`,
      `${DEBIAN}|Debian|Debian|/etc/apt/sources.list:3`,
      'http://elsewhere.example/debian/|Debian|Debian|/etc/apt/sources.list:4',
      '',
    ].join('\n');
    const entry = '/etc/apt/sources.list:3';
    assert.deepEqual(mirrorFromIndexes(listing), { main: DEBIAN, security: SECURITY, entry });
  });

  it('goes by the path before the first `apt-get update`, when the origin is not known', () => {
    const unknown = (uri: string) => `${uri}|$(ORIGIN)|$(LABEL)`;
    const listing = [unknown('http://proxy.example/docker/'), unknown(SECURITY), unknown(DEBIAN)].join('\n');
    assert.deepEqual(mirrorFromIndexes(listing), { main: DEBIAN, security: SECURITY, entry: '' });
    assert.deepEqual(mirrorFromIndexes('http://mirror.example/debian||'), {
      main: 'http://mirror.example/debian',
      security: undefined,
      entry: '',
    });
  });

  it('takes neither backports nor debug symbols for the archive', () => {
    const listing = [
      'http://one.example/backports/|Debian|Debian Backports',
      'http://one.example/debian-debug/|Debian|Debian debug',
      `${DEBIAN}|Debian|Debian`,
    ];
    assert.equal(mirrorFromIndexes(listing.join('\n'))?.main, DEBIAN);
    assert.equal(mirrorFromIndexes(listing.slice(0, 2).join('\n')), undefined);
  });

  it('knows no mirror on Ubuntu, on a machine without sources, or with security alone', () => {
    assert.equal(mirrorFromIndexes('http://archive.ubuntu.com/ubuntu/|Ubuntu|Ubuntu\n'), undefined);
    assert.equal(mirrorFromIndexes(''), undefined);
    assert.equal(mirrorFromIndexes(`${SECURITY}|Debian|Debian-Security`), undefined);
  });
});

describe('sourceLines', () => {
  const suites = (mirror: Parameters<typeof sourceLines>[0], suite: string) =>
    sourceLines(mirror, suite, 'deb').map((line) =>
      line.replace(/^deb \[signed-by=\S+\.gpg\] (.*) main$/, '$1'),
    );

  it('has a release, its updates and its security, signed', () => {
    assert.deepEqual(suites({ main: DEBIAN, security: SECURITY }, 'bookworm'), [
      `${DEBIAN} bookworm`,
      `${DEBIAN} bookworm-updates`,
      `${SECURITY} bookworm-security`,
    ]);
    assert.equal(suites({ main: DEBIAN }, 'bookworm').length, 2);
    assert.match(sourceLines({ main: DEBIAN }, 'trixie', 'deb-src')[0] as string, /^deb-src \[signed-by=\//);
  });

  it('takes keys of the user’s own besides Debian’s, and a dated archive past its date', () => {
    const [line = ''] = sourceLines({ main: DEBIAN, keys: ['/own.gpg'], dated: true }, 'bookworm', 'deb');
    assert.match(line, /^deb \[signed-by=\/\S+\.gpg,\/own\.gpg check-valid-until=no\] \S+ bookworm main$/);
  });

  it('has sid and backports alone, which have neither', () => {
    for (const suite of ['sid', 'trixie-backports']) {
      assert.deepEqual(suites({ main: DEBIAN, security: SECURITY }, suite), [`${DEBIAN} ${suite}`]);
    }
  });
});
