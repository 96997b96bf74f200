import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import { Failure } from '../../failure.js';
import { sandbox } from '../host/sandbox.testing.js';
import { identifySource, type TreeSource } from './variant-source.js';

const ENVIRONMENT = 'NETKNEE_TEST_GIT';
const NOBODY = 'file:///nonexistent/repository.git';

describe('identifySource', () => {
  const here = sandbox();
  let commits: string[];

  const git = async (...argv: string[]): Promise<string> => {
    const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
    const { stdout } = await execa('git', ['-C', here.path('repository'), ...who, ...argv]);
    return stdout;
  };

  /** A repository with two commits, the first tagged v1. */
  beforeEach(async () => {
    await mkdir(here.path('repository'));
    await git('init', '-q', '-b', 'main');
    commits = [];
    for (const text of ['one', 'two']) {
      await writeFile(here.path('repository/file'), text);
      await git('add', 'file');
      await git('commit', '-q', '-m', text);
      if (text === 'one') await git('tag', 'v1');
      commits.push(await git('rev-parse', 'HEAD'));
    }
  });
  afterEach(() => {
    delete process.env[ENVIRONMENT];
  });

  const pinned = (commit: string, urls = [NOBODY]): TreeSource => ({
    kind: 'git',
    urls,
    tag: 'v1',
    commit,
    environment: ENVIRONMENT,
  });
  const options = { mirror: () => Promise.reject(new Error('no network is needed')), clones: {} };
  const fetch = async (source: TreeSource, more: { clones?: Record<string, string> } = {}) => {
    const { reach } = await identifySource(source, { ...options, ...more });
    return (await reach())(here.path('into'));
  };
  const refused = async (work: Promise<unknown>, problem: RegExp) =>
    assert.rejects(work, (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.details.exit, 69);
      assert.match(`${error.message}\n${error.details.tail}`, problem);
      assert.match(error.details.remedy ?? '', new RegExp(`${ENVIRONMENT}=`));
      return true;
    });

  it('checks the pinned commit out of the clone that the environment names, alone', async () => {
    process.env[ENVIRONMENT] = here.path('repository');
    const details = await fetch(pinned(commits[0] as string), { clones: { [ENVIRONMENT]: '/nonexistent' } });
    assert.deepEqual(details, { source: 'git', tag: 'v1', commit: commits[0] });
    assert.deepEqual(readdirSync(here.path('into')), ['file']);
    assert.equal(await readFile(here.path('into/file'), 'utf8'), 'one');
  });

  it('takes a clone from the settings too', async () => {
    await fetch(pinned(commits[0] as string), { clones: { [ENVIRONMENT]: here.path('repository') } });
    assert.equal(await readFile(here.path('into/file'), 'utf8'), 'one');
  });

  it('takes the first server that answers, and none of the others when a clone is named', async () => {
    const server = `file://${here.path('repository')}`;
    await fetch(pinned(commits[0] as string, [NOBODY, server]));
    assert.equal(await readFile(here.path('into/file'), 'utf8'), 'one');
    const elsewhere = { clones: { [ENVIRONMENT]: here.path('tmp') } };
    await refused(fetch(pinned(commits[0] as string, [server]), elsewhere), /not a git repository/i);
  });

  it('refuses a clone without the commit', async () => {
    process.env[ENVIRONMENT] = here.path('repository');
    await refused(fetch(pinned('0'.repeat(40))), /no git repository with commit 000000000000 \(v1\)/);
    assert.equal(existsSync(here.path('into')), false);
  });

  it('refuses a tag that was moved to another commit', async () => {
    await git('tag', '-f', 'v1', commits[1] as string);
    const gone = 'a'.repeat(40);
    await refused(
      fetch(pinned(gone, [`file://${here.path('repository')}`])),
      new RegExp(`has ${commits[1]} where v1 is pinned to ${gone}`),
    );
  });

  it('is identified by its commit alone, wherever it comes from', async () => {
    const inputs = async (source: TreeSource) => (await identifySource(source, options)).inputs;
    const one = await inputs(pinned(commits[0] as string));
    assert.deepEqual(one, await inputs(pinned(commits[0] as string, ['https://elsewhere.example/x.git'])));
    assert.notDeepEqual(one, await inputs(pinned(commits[1] as string)));
  });

  it('takes a folder of the user’s own, identified by what is in it', async () => {
    const source: TreeSource = { kind: 'path', path: here.path('repository') };
    const before = await identifySource(source, options);
    const details = await fetch(source);
    assert.deepEqual(readdirSync(here.path('into')), ['file'], 'without .git');
    assert.deepEqual(details, { source: 'path', treeSha256: before.inputs.digest });
    await writeFile(here.path('repository/file.o'), 'built from another text of file');
    await rm(here.path('into'), { recursive: true });
    await fetch(source);
    assert.deepEqual(readdirSync(here.path('into')), ['file'], 'without what was built there');
    await writeFile(here.path('repository/file'), 'three');
    assert.notDeepEqual((await identifySource(source, options)).inputs, before.inputs);
    const missing = identifySource({ kind: 'path', path: here.path('nowhere') }, options);
    await assert.rejects(missing, (error) => error instanceof Failure && error.details.exit === 64);
  });
});
