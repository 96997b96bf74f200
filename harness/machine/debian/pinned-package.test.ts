import assert from 'node:assert/strict';
import { Failure } from '../../failure.js';
import { aptWord, indexedPackages, packageWords, pinnedDeb, pinnedDebs } from './pinned-package.js';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

describe('pinnedDebs', () => {
  it('reads the lines of a manifest, with epochs', () => {
    const [bison, adduser] = pinnedDebs(
      'bookworm',
      `${A}  bison_2%3a3.8.2+dfsg-1+b1_amd64.deb\n${B}  adduser_3.134~x_all.deb\n`,
    );
    assert.deepEqual(bison, {
      type: 'deb',
      suite: 'bookworm',
      name: 'bison',
      version: '2:3.8.2+dfsg-1+b1',
      architecture: 'amd64',
      sha256: A,
    });
    assert.equal(packageWords(bison!), 'bison 2:3.8.2+dfsg-1+b1 amd64');
    assert.equal(aptWord(adduser!), 'adduser=3.134~x');
    assert.deepEqual(pinnedDebs('bookworm', ''), []);
  });

  it('refuses what is no package, or has no digest', () => {
    for (const [file, sha256] of [
      ['dash.deb', A],
      ['dash_1_amd64.tar', A],
      ['-o_1_amd64.deb', A],
      ['../x_1_amd64.deb', A],
      ['dash_1_amd64.deb', 'A'.repeat(64)],
      ['dash_1_amd64.deb', ''],
    ] as const) {
      assert.throws(
        () => pinnedDeb('bookworm', file, sha256),
        (error) => error instanceof Failure && error.details.exit === 64 && error.message.includes(file),
        file,
      );
    }
  });
});

describe('indexedPackages', () => {
  it('reads what apt-cache show and showsrc print', () => {
    const shown =
      `Package: dash\nVersion: 0.5.12-2\nArchitecture: amd64\nSHA256: ${A}\nDescription: a shell\n Version: not this\n\n` +
      `Package: iproute2\nBinary: iproute2, iproute2-doc\nVersion: 1:6.1.0-3\nFiles:\n ${'c'.repeat(32)} 2228 iproute2_6.1.0-3.dsc\n` +
      `Checksums-Sha256:\n ${'d'.repeat(64)} 905512 iproute2_6.1.0.orig.tar.xz\n ${B} 2228 iproute2_6.1.0-3.dsc\n\n`;
    assert.deepEqual(indexedPackages(shown), [
      { name: 'dash', version: '0.5.12-2', sha256: A },
      { name: 'iproute2', version: '1:6.1.0-3', sha256: B },
    ]);
    assert.deepEqual(indexedPackages(''), []);
    assert.deepEqual(indexedPackages('Package: virtual\n'), []);
  });
});
