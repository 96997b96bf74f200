import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { EXIT, Failure } from '../../failure.js';
import { sandbox } from '../host/sandbox.testing.js';
import { DEBIANS_OWN, debianMirror, indexesFromUris, mirrorFromIndexes, sourceLines } from './debian.js';

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

describe('indexesFromUris', () => {
  it('tells the archives of an apt that has no lists yet', () => {
    const line = (uri: string, suite: string) => `'${uri}/dists/${suite}/InRelease' name_InRelease 0 `;
    const printed = [
      line('http://mirror.example/debian', 'bookworm'),
      "'http://mirror.example/debian/dists/bookworm/main/binary-amd64/Packages.xz' name 0 ",
      line('http://mirror.example/debian-security', 'bookworm-security'),
    ].join('\n');
    assert.deepEqual(mirrorFromIndexes(indexesFromUris(printed)), {
      main: 'http://mirror.example/debian',
      security: 'http://mirror.example/debian-security',
      entry: '',
    });
  });
});

describe('debianMirror', () => {
  const here = sandbox();
  const before = process.env.APT_CONFIG;
  afterEach(() => {
    if (before === undefined) delete process.env.APT_CONFIG;
    else process.env.APT_CONFIG = before;
  });

  /** This machine's apt, with these sources in the place of its own. */
  function sources(text: string): void {
    writeFileSync(here.path('sources.list'), text);
    const lines = [
      `Dir::Etc::sourcelist "${here.path('sources.list')}";`,
      'Dir::Etc::sourceparts "/dev/null";',
    ];
    writeFileSync(here.path('apt.conf'), lines.join('\n'));
    process.env.APT_CONFIG = here.path('apt.conf');
  }

  /** A web server on 127.0.0.1 that has one file. */
  async function serving<T>(path: string, work: (url: string) => Promise<T>): Promise<T> {
    const server = createServer((request, response) => {
      response.writeHead(request.url === path ? 200 : 404).end('x');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      return await work(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
    } finally {
      server.close();
    }
  }

  it('is Debian’s own where apt knows none, as on Ubuntu, with a notice', async () => {
    sources('deb http://ubuntu.example/ubuntu jammy main\n');
    const { main, security, notice } = await debianMirror({});
    assert.deepEqual({ main, security }, DEBIANS_OWN);
    assert.match(notice ?? '', /apt names no Debian archive: the guest's packages come from /);
  });

  it('has the security archive that stands beside it, when none is named', async () => {
    await serving('/debian-security/dists/bookworm-security/InRelease', async (url) => {
      const found = await debianMirror({ mirror: `${url}/debian` });
      assert.deepEqual([found.main, found.security], [`${url}/debian`, `${url}/debian-security`]);
      sources(`deb ${url}/debian/ bookworm main\n`);
      assert.equal((await debianMirror({})).security, `${url}/debian-security`);
      const named = await debianMirror({
        mirror: `${url}/debian`,
        security: 'http://other.example/security',
      });
      assert.equal(named.security, 'http://other.example/security');
    });
  });

  it('refuses a keyring that is not there', async () => {
    await assert.rejects(
      debianMirror({ keyring: here.path('none.gpg') }),
      (error) => error instanceof Failure && error.details.exit === EXIT.usage,
    );
  });
});
