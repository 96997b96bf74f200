import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EXIT, Failure } from '../../failure.js';
import { sha256Text } from '../files/digest.js';
import { sandbox } from '../host/sandbox.testing.js';
import { Store } from '../image/store.js';
import { obtainCloudImage } from './cloud-image.js';
import type { ImageSource } from './cloud-images.js';

const DISK = Buffer.from(`QFI\xfb${'a distribution '.repeat(20_000)}`, 'latin1');

describe('obtainCloudImage', () => {
  const here = sandbox();
  const servers: Server[] = [];
  const { signal } = new AbortController();
  const store = () => new Store(here.path('store'));
  const left = () => {
    const names = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);
    return [...names(here.path('store/making')), ...names(here.path('store/image'))];
  };

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function serve(listener: RequestListener): Promise<ImageSource> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/disk.img`;
    return { name: 'jammy', kind: 'pinned', url, sha256: sha256Text(DISK) };
  }
  const refused = (what: RegExp) => (error: unknown) =>
    error instanceof Failure &&
    error.details.exit === EXIT.prerequisite &&
    what.test(error.message) &&
    /--image jammy-of-mine=path\/to\/disk\.img/.test(error.details.remedy ?? '');

  it('fetches a pinned image once, by a redirection if it must be', async () => {
    let requests = 0;
    const source = await serve(({ url }, response) => {
      requests += 1;
      if (url === '/disk.img') response.writeHead(302, { location: '/archive/disk.img' }).end();
      else response.end(DISK);
    });
    const first = await obtainCloudImage(store(), source, signal);
    const second = await obtainCloudImage(store(), source, signal);
    assert.deepEqual(second, first);
    assert.equal(requests, 2);
    assert.deepEqual(readFileSync(first.path), DISK);
    const { kind, name, sha256, details } = first.artifact;
    assert.deepEqual([kind, name, sha256], ['image', 'jammy', sha256Text(DISK)]);
    assert.match(details.url ?? '', /disk\.img$/);
  });

  it('keeps nothing of another file, and names both digests', async () => {
    const source = await serve((_, response) => response.end('another file'));
    const both = new RegExp(`${sha256Text('another file')}.*${sha256Text(DISK)}`);
    await assert.rejects(obtainCloudImage(store(), source, signal), refused(both));
    assert.deepEqual(left(), []);
  });

  it('keeps nothing of a transfer that breaks off', async () => {
    const source = await serve((_, response) => {
      response.writeHead(200, { 'content-length': DISK.length });
      response.write(DISK.subarray(0, 1000), () => response.destroy());
    });
    await assert.rejects(obtainCloudImage(store(), source, signal), refused(/could not be fetched/));
    assert.deepEqual(left(), []);
  });

  it('waits for a server that is slow, and not for one that is silent', async () => {
    const answers: RequestListener = (_, response) => {
      response.write(DISK.subarray(0, 1000));
    };
    const silent = await serve(answers);
    await assert.rejects(obtainCloudImage(store(), silent, signal, 0.05), refused(/silent for 0\.05 s/));
    const slow = await serve((_, response) => {
      let sent = 0;
      const timer = setInterval(() => {
        response.write(DISK.subarray(sent, sent + 30_000));
        sent += 30_000;
        if (sent < DISK.length) return;
        clearInterval(timer);
        response.end();
      }, 100);
    });
    await obtainCloudImage(store(), slow, signal, 0.7);
    assert.equal(left().length, 1);
  });

  it('says what a server answered, and that there is none', async () => {
    const missing = await serve((_, response) => response.writeHead(404).end());
    await assert.rejects(obtainCloudImage(store(), missing, signal), refused(/answered 404/));
    const none: ImageSource = { ...(missing as object), url: 'http://127.0.0.1:1/disk.img' } as ImageSource;
    await assert.rejects(obtainCloudImage(store(), none, signal), refused(/ECONNREFUSED|bad port/));
  });

  it('ends when it is interrupted', async () => {
    const controller = new AbortController();
    const source = await serve((_, response) => {
      response.write('QFI');
      setTimeout(() => controller.abort(), 20);
    });
    await assert.rejects(
      obtainCloudImage(store(), source, controller.signal),
      (error) => error instanceof Failure && error.details.exit === EXIT.interrupted,
    );
    assert.deepEqual(left(), []);
  });

  it('takes the user’s own where it stands, by what is in it', async () => {
    const path = here.path('mine.qcow2');
    writeFileSync(path, DISK);
    const image = await obtainCloudImage(store(), { name: 'mine', kind: 'path', path }, signal);
    assert.equal(image.path, path);
    assert.equal(image.artifact.sha256, sha256Text(DISK));
    assert.deepEqual(image.artifact.details, { source: 'path', file: 'mine.qcow2' });
    assert.deepEqual(left(), []);
    writeFileSync(path, Buffer.concat([DISK, DISK]));
    const other = await obtainCloudImage(store(), { name: 'mine', kind: 'path', path }, signal);
    assert.notEqual(other.artifact.inputsSha256, image.artifact.inputsSha256);
  });

  it('refuses what is not there, and what is no qcow2 file', async () => {
    const path = here.path('mine.raw');
    const usage = (what: RegExp) => (error: unknown) =>
      error instanceof Failure && error.details.exit === EXIT.usage && what.test(error.message);
    const source: ImageSource = { name: 'mine', kind: 'path', path };
    await assert.rejects(obtainCloudImage(store(), source, signal), usage(/can't be read/));
    writeFileSync(path, 'QF');
    await assert.rejects(obtainCloudImage(store(), source, signal), usage(/is no qcow2 file/));
  });
});
