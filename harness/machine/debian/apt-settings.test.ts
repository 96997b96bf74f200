import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { Failure } from '../../failure.js';
import { sandbox } from '../host/sandbox.testing.js';
import { aptSettings, keysOfEntry, reachLines, signedBy } from './apt-settings.js';
import { aptOf } from './private-apt.js';

describe('the settings of this machine’s apt', () => {
  const here = sandbox();

  /** What a web server on 127.0.0.1 is asked by a private apt, when this machine's apt was told `settings`. */
  async function asked(settings: (port: number) => string, source: (port: number) => string) {
    const requests: Pick<IncomingMessage, 'url' | 'headers'>[] = [];
    const server = createServer((request, response) => {
      requests.push({ url: request.url, headers: request.headers });
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const before = process.env.APT_CONFIG;
    const configuration = here.path('machine-apt.conf');
    writeFileSync(configuration, settings(port));
    process.env.APT_CONFIG = configuration;
    mkdirSync(here.path('private'));
    try {
      const apt = await aptOf(here.path('private'), [source(port)], 'none');
      const update = apt.run('apt-get', ['update', '-q', '-o', 'APT::Update::Error-Mode=any'], {
        what: 'no lists',
      });
      await assert.rejects(update, Failure);
    } finally {
      if (before === undefined) delete process.env.APT_CONFIG;
      else process.env.APT_CONFIG = before;
      server.close();
    }
    return requests;
  }

  it('bring the logins of a mirror along', async () => {
    const parts = here.path('auth.conf.d');
    mkdirSync(parts);
    chmodSync(here.path(), 0o755);
    const source = (port: number) => `deb http://127.0.0.1:${port}/debian bookworm main`;
    const requests = await asked((port) => {
      writeFileSync(
        `${parts}/mirror.conf`,
        `machine http://127.0.0.1:${port}/debian\nlogin ci\npassword secret\n`,
      );
      return `Dir::Etc::netrcparts "${parts}";`;
    }, source);
    const basic = `Basic ${Buffer.from('ci:secret').toString('base64')}`;
    assert.ok(requests.length > 0);
    assert.ok(
      requests.some(({ headers }) => headers.authorization === basic),
      JSON.stringify(requests),
    );
  });

  it('bring the proxy along that alone knows the mirror', async () => {
    const requests = await asked(
      (port) => `Acquire::http::Proxy "http://127.0.0.1:${port}";`,
      () => 'deb http://mirror.example.invalid/debian bookworm main',
    );
    assert.match(requests[0]?.url ?? '', /^http:\/\/mirror\.example\.invalid\/debian\//);
  });

  it('are taken as far as they say how an archive is reached, not what of it or whether it is checked', () => {
    const lines = reachLines(
      [
        'APT::Default-Release "stable";',
        'Acquire::http::Proxy "http://proxy:3128";',
        'Acquire::https::mirror.example::CAInfo "/etc/ssl/corp.pem";',
        'Acquire::Languages:: "de";',
        'Acquire::AllowInsecureRepositories "1";',
        'Acquire::Retries "5";',
        'DPkg::Post-Invoke:: "touch /tmp/x";',
      ].join('\n'),
    );
    assert.deepEqual(lines, [
      'Acquire::http::Proxy "http://proxy:3128";',
      'Acquire::https::mirror.example::CAInfo "/etc/ssl/corp.pem";',
      'Acquire::Retries "5";',
    ]);
  });

  it('name files that stand', async () => {
    const { configuration, trustedKeys } = await aptSettings();
    assert.ok(configuration.some((line) => line.startsWith('Dir::Etc::netrcparts "/')));
    assert.ok(trustedKeys.every((path) => path.startsWith('/')));
  });
});

describe('the keys of an entry of apt’s sources', () => {
  const here = sandbox();
  const stanza = (keys: string) =>
    `# ours\n\nTypes: deb\nURIs: http://a\nSigned-By: ${keys}\n\nTypes: deb\nURIs: http://b\n`;

  it('are those of its stanza or its line', async () => {
    writeFileSync(
      here.path('corp.sources'),
      stanza('/etc/apt/keyrings/corp.gpg, /usr/share/keyrings/other.asc'),
    );
    assert.deepEqual(await keysOfEntry(`${here.path('corp.sources')}:1`), [
      '/etc/apt/keyrings/corp.gpg',
      '/usr/share/keyrings/other.asc',
    ]);
    assert.deepEqual(await keysOfEntry(`${here.path('corp.sources')}:2`), []);
    const line = 'deb [arch=amd64 signed-by=/k.gpg] http://a bookworm main';
    assert.deepEqual(signedBy(`# none\n${line}\n`, 2, false), ['/k.gpg']);
  });

  it('are none where there is no path or no file', async () => {
    assert.deepEqual(signedBy(stanza('0123456789ABCDEF'), 1, true), []);
    assert.deepEqual(await keysOfEntry('/no/such.list:1'), []);
  });
});
