import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { Failure } from '../harness/failure.js';
import { identifySource } from '../harness/machine/build/variant-source.js';
import { UndoStack } from '../harness/machine/process/cleanup.js';
import { needRoot } from '../harness/probes/compile.testing.js';
import { BisectRepository } from '../harness/run/bisect/bisect-repository.js';
import { temporaryFolder } from './netknee.testing.js';

const CLONE = 'NETKNEE_TEST_ONLY_READ';

/** Every file below a folder with its bytes and mode; what it is linked to, where it is a link. */
async function bytesOf(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: Record<string, string> = {};
  for (const entry of names.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    found[path] = `${(await stat(path)).mode} ${(await readFile(path)).toString('latin1')}`;
  }
  return found;
}

describe('a user’s repository is only read', function () {
  this.timeout(120_000);
  let folder: string;
  let main: string;
  let commit: string;

  const git = async (cwd: string, ...argv: string[]) => {
    const words = [
      '-c',
      'user.name=n',
      '-c',
      'user.email=a@b.c',
      '-c',
      'protocol.file.allow=always',
      ...argv,
    ];
    return (await execa('git', words, { cwd })).stdout.trim();
  };

  beforeEach(async () => {
    folder = await temporaryFolder();
    main = join(folder, 'main');
    await mkdir(join(main, 'sub'), { recursive: true });
    await git(main, 'init', '-q', '-b', 'main');
    for (const text of ['one', 'two', 'three']) {
      await writeFile(join(main, 'sub/file'), text);
      await git(main, 'add', '-A');
      await git(main, 'commit', '-q', '-m', text);
      await git(main, 'tag', text);
    }
    commit = await git(main, 'rev-parse', 'two');
    // Neither committed nor clean: an edit, and something that was built.
    await writeFile(join(main, 'sub/file'), 'edited');
    await writeFile(join(main, 'built.o'), 'object');
  });

  /** Fetches the pinned commit as a variant's source is fetched. */
  async function fetch(clone: string): Promise<string> {
    const source = { kind: 'git' as const, urls: [], commit, tag: 'two', environment: CLONE };
    const options = { mirror: () => Promise.reject(new Error('no network')), clones: { [CLONE]: clone } };
    const into = join(await temporaryFolder(), 'tree');
    await (await (await identifySource(source, options)).reach())(into);
    return readFile(join(into, 'sub/file'), 'utf8');
  }

  /** Opens it as bisect does, and checks a commit out. */
  async function bisect(path: string): Promise<string> {
    const cleanup = new UndoStack();
    try {
      const repository = await BisectRepository.open(path, cleanup, new AbortController().signal);
      const { sha } = await repository.commit('two', path);
      const { tree } = await repository.checkOut(sha);
      return await readFile(join(tree, 'sub/file'), 'utf8');
    } finally {
      await cleanup.unwind();
    }
  }

  /** Both ways, with every byte of the folder as it was before. */
  async function unchanged(path: string): Promise<void> {
    const before = await bytesOf(folder);
    assert.equal(await fetch(path), 'two');
    assert.equal(await bisect(path), 'two');
    assert.deepEqual(await bytesOf(folder), before);
  }

  it('as a clone, a bare one, a mirror, one that shares its objects, and a linked work tree', async () => {
    await unchanged(main);
    for (const words of [['--bare'], ['--mirror'], ['--shared'], ['--no-local'], ['--reference', main]]) {
      const clone = join(folder, words[0]!.slice(2));
      await git(folder, 'clone', '-q', ...words, main, clone);
      await unchanged(clone);
    }
    const linked = join(folder, 'linked');
    await git(main, 'worktree', 'add', '-q', '-b', 'topic', linked, 'one');
    await unchanged(linked);
  });

  it('as a folder inside a work tree, for bisect', async () => {
    const before = await bytesOf(folder);
    assert.equal(await bisect(join(main, 'sub')), 'two');
    assert.deepEqual(await bytesOf(folder), before);
  });

  it('whatever repository the environment of a hook names', async () => {
    const linked = join(folder, 'linked');
    await git(main, 'worktree', 'add', '-q', '-b', 'topic', linked, 'one');
    const hook = {
      GIT_DIR: await git(linked, 'rev-parse', '--absolute-git-dir'),
      GIT_WORK_TREE: linked,
      GIT_INDEX_FILE: join(folder, 'an-index'),
      GIT_PREFIX: 'sub/',
    };
    Object.assign(process.env, hook);
    try {
      await unchanged(main);
    } finally {
      for (const name of Object.keys(hook)) delete process.env[name];
    }
    assert.equal(await git(linked, 'rev-parse', '--abbrev-ref', 'HEAD'), 'topic');
  });

  it('when it is somebody else’s, which git by itself refuses', async function () {
    needRoot(this);
    await execa('chown', ['-R', '1234:1234', main]);
    await unchanged(main);
  });

  it('and settings of its user change nothing of what is taken from it', async () => {
    const home = join(folder, 'home');
    await mkdir(home);
    await writeFile(
      join(home, '.gitconfig'),
      '[core]\n\tautocrlf = true\n[url "file:///nowhere/"]\n\tinsteadOf = /\n',
    );
    const before = process.env.HOME;
    process.env.HOME = home;
    try {
      await unchanged(main);
    } finally {
      process.env.HOME = before;
    }
  });

  it('and one that is none is said to be none, in git’s own words', async () => {
    await assert.rejects(bisect(join(folder)), (error) => {
      assert.ok(error instanceof Failure);
      assert.match(
        `${error.message} ${error.details.tail} ${error.details.remedy}`,
        /not a git repository.*--repo PATH/s,
      );
      return true;
    });
  });
});
