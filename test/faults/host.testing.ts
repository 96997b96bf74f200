import { chmod, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../../harness/failure.js';
import { machineBuilder } from '../../harness/machine/build/machine-builder.js';
import { buildVariant } from '../../harness/machine/build/variant-build.js';
import { identifySource, type TreeSource } from '../../harness/machine/build/variant-source.js';
import { fetchFile } from '../../harness/machine/files/fetch-file.js';
import { exportImage } from '../../harness/machine/image/image-archive.js';
import { Store, type Stored } from '../../harness/machine/image/store.js';
import { runInRootfs } from '../../harness/machine/process/as-root.js';
import { recipe } from '../../harness/machine/process/recipe.js';
import { makeSmallTree } from '../../harness/machine/process/small-tree.testing.js';
import { QEMU } from '../../harness/machine/qemu/guest.js';
import { checkMachine, type MachineCheck } from '../../harness/machine/remote/remote-check.js';
import { openLocal } from '../../harness/machine/remote/remote-machine.js';
import { vagrantFailure } from '../../harness/machine/vagrant/vagrant-failure.js';
import type { Variant } from '../../harness/types.js';
import { fakeCommand, faultyRun, placesIn, resultsOf } from '../fault-at-write.testing.js';
import { CLI } from '../netknee.testing.js';
import { inPlaces } from '../places.testing.js';
import { kept } from './fake-machine.testing.js';
import {
  difference,
  endOf,
  type Fault,
  type FaultGroup,
  filesOf,
  type Outcome,
  PROGRAMS,
  told,
} from './fault.testing.js';
import { cli } from './results-folder.testing.js';

const signal = new AbortController().signal;

/** With a server on 127.0.0.1 that answers like this. */
async function withServer<T>(listener: RequestListener, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** How work ends that must not go well; what it left is asked for afterwards. */
async function ends(
  home: string,
  work: () => Promise<unknown>,
  left: () => Promise<string>,
): Promise<Outcome> {
  const end = await work().then(
    () => ({ said: 'nothing', exit: EXIT.ok as number }),
    (error) => endOf(error, home),
  );
  return { ...end, kept: await left() };
}

const fetched = (injected: string, listener: RequestListener): Fault => ({
  injected,
  inject: (home) =>
    withServer(listener, async (url) => {
      const store = new Store(join(home, 'cache/netknee'));
      const make = async (folder: string) => {
        const remedy = 'Name a disk image of your own: --image NAME=DISK.qcow2.';
        const to = join(folder, 'disk.qcow2');
        await fetchFile({
          url: `${url}/disk.qcow2`,
          sha256: 'a'.repeat(64),
          to,
          silenceS: 1,
          remedy,
          signal,
        });
        return { sha256: '0'.repeat(64), details: {} };
      };
      return ends(
        home,
        () => store.obtain('rootfs', 'jammy', {}, make),
        async () => ((await inStore(home)) === 0 ? 'nothing in the cache' : 'SOMETHING in the cache'),
      );
    }),
});

/** Artifacts, whole or half-made. */
async function inStore(home: string): Promise<number> {
  const names = await readdir(join(home, 'cache/netknee'), { recursive: true }).catch(() => []);
  return names.filter((name) => name.includes('/')).length;
}

const UNTIL_READ: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-length': '1000000' });
  response.write('x'.repeat(1000));
};

/** An image archive with something in it that nobody exported. */
const imported = (injected: string, put: (tree: string) => Promise<unknown>): Fault => ({
  injected,
  inject: async (home) => {
    const folder = join(home, 'store/variant/mine-0123456789abcdef');
    await mkdir(folder, { recursive: true });
    const artifact = {
      name: 'mine',
      kind: 'variant',
      inputsSha256: '0123456789abcdef'.repeat(4),
      sha256: '1'.repeat(64),
      details: {},
    } as const;
    await writeFile(join(folder, 'artifact.json'), JSON.stringify(artifact));
    const file = join(home, 'image.tar.gz');
    const stored: Stored = { artifact, folder };
    await exportImage(file, [stored], signal);
    const work = join(home, 'work');
    await mkdir(work);
    await execa('tar', ['-xzf', file, '-C', work], { env: { PATH: PROGRAMS } });
    await put(join(work, 'variant/mine-0123456789abcdef'));
    await execa('tar', ['-czf', file, '-C', work, ...(await readdir(work))], { env: { PATH: PROGRAMS } });
    const { exitCode = -1, stderr } = await cli(home, ['image', 'import', file]);
    const left = (await inStore(home)) === 0 ? 'nothing in the cache' : 'SOMETHING in the cache';
    return { said: told(stderr, home), exit: exitCode, kept: left };
  },
});

/** The fake run as a process that a shell begins: what the shell sets holds for it. */
const limited = (
  injected: string,
  shell: (command: string) => string,
  expected: () => readonly string[],
): Fault => ({
  injected,
  inject: async (home) => {
    const { argv, env } = fakeCommand(home);
    const { exitCode = -1, stderr } = await execa('sh', ['-c', shell('"$@"'), 'sh', ...argv], {
      cwd: home,
      env: { ...env, PATH: PROGRAMS },
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      timeout: 120_000,
    });
    return {
      said: told(stderr, home),
      exit: exitCode,
      kept: await inPlaces(home, () => kept(home, expected())),
    };
  },
});

export function hostFaults(expected: () => readonly string[]): FaultGroup[] {
  const full = (injected: string, kind: 'full' | 'full-from', file: RegExp): Fault => ({
    injected,
    inject: async (home) => {
      const end = await faultyRun(home, { kind, at: 1, path: file });
      return {
        said: told(end.stderr, home),
        exit: end.exitCode ?? -1,
        kept: await inPlaces(home, () => kept(home, expected())),
      };
    },
  });
  return [
    {
      title: 'In the disk and the process',
      about:
        'The run is a process of its own, and a preloaded library refuses one write, or all from one on, with ENOSPC. Besides these, `test/alone/full-disk.test.ts` refuses the first writes of a run and a seeded sample of the others, and the nightly tests refuse every single one: each ends with 74 and a resume has all rows.',
      faults: [
        full('the disk is full when the manifest is written', 'full', /manifest\.json\.new$/),
        full('the disk is full when the journal is written', 'full', /journal\.jsonl$/),
        full('the disk is full when a bundle is packed', 'full', /bundle\.tar$/),
        full(
          'the disk is full when a trial’s rows are written',
          'full',
          /raw\/[^/]+\/observations\.csv\.new$/,
        ),
        full('the disk is full from a trial’s raw output on', 'full-from', /steps\/3-at-5\.out$/),
        full('the disk is full when the report is written', 'full', /\.writing-\w+\/new\/report\.md$/),
        {
          injected: '24 files may be open (`ulimit -n`), then `netknee report`',
          inject: async (home) => {
            const words = [
              '-c',
              'ulimit -n 24; exec "$@"',
              'sh',
              process.execPath,
              CLI,
              'report',
              resultsOf(home),
            ];
            const { exitCode = -1, stderr } = await execa('sh', words, {
              env: { ...placesIn(home), PATH: PROGRAMS },
              reject: false,
              timeout: 120_000,
            });
            // Which file was one too many is chance.
            const said = told(stderr.replace(/open '.*'/, 'open …'), home);
            return { said, exit: exitCode, kept: 'nothing was begun' };
          },
        },
        {
          injected: 'the reader of the output goes after the first line (`netknee list | head -1`)',
          inject: async (home) => {
            const words = 'set -o pipefail; "$0" "$1" list | head -n 1 >/dev/null';
            const { exitCode = -1, stderr } = await execa('bash', ['-c', words, process.execPath, CLI], {
              cwd: home,
              env: { ...placesIn(home), PATH: PROGRAMS },
              reject: false,
            });
            return { said: told(stderr, home), exit: exitCode, kept: 'nothing was begun' };
          },
        },
        limited(
          'the results are on a file system that is read-only',
          (run) =>
            `exec unshare -m sh -c 'mount --bind out out && mount -o remount,bind,ro out && exec "$@"' sh ${run}`,
          expected,
        ),
      ],
    },
    {
      title: 'In what is fetched, built and imported',
      about: 'A server on 127.0.0.1, a compiler, an archive that somebody changed.',
      faults: [
        fetched('a mirror answers 404', (_, response) => response.writeHead(404).end()),
        fetched('a mirror never answers', () => {}),
        fetched('a mirror falls silent in the middle', UNTIL_READ),
        fetched('a mirror cuts the file off', (_, response) => {
          response.writeHead(200, { 'content-length': '1000000' });
          response.write('x'.repeat(1000), () => response.destroy());
        }),
        fetched('a mirror has another file', (_, response) => response.end('x')),
        {
          injected: 'no server at the mirror’s address',
          inject: (home) =>
            withServer(
              () => {},
              async (url) => url,
            ).then((url) =>
              ends(
                home,
                () =>
                  fetchFile({
                    ...{ url: `${url}/disk.qcow2`, sha256: '', to: join(home, 'disk'), silenceS: 5, signal },
                    remedy: 'Name a disk image of your own: --image NAME=DISK.qcow2.',
                  }),
                async () => 'nothing',
              ),
            ),
        },
        {
          injected: 'mmdebstrap sends its whole process group a signal, the disk being full',
          inject: (home) => {
            const full = 'echo "mmdebstrap: cannot write: No space left on device" >&2; kill -HUP 0';
            const what = "the guest's packages could not be fetched";
            return ends(
              home,
              () =>
                inPlaces(home, () => {
                  process.env.PATH = PROGRAMS;
                  return recipe({ deadlineS: 20, what })`sh -c ${full}`;
                }),
              async () => 'netknee, and what called it',
            );
          },
        },
        {
          injected: 'a `configure` writes to /etc of the guest’s tree and makes a device in it',
          inject: async (home) => {
            const [tree, build] = [join(home, 'tree'), join(home, 'source')];
            await makeSmallTree(tree);
            await mkdir(build);
            const before = await filesOf(tree);
            const words = 'echo changed >/etc/motd; echo x >/etc/new; mknod /etc/disk b 8 0; exit 0';
            return ends(
              home,
              () =>
                inPlaces(home, () => {
                  process.env.PATH = PROGRAMS;
                  return runInRootfs(tree, build, ['sh', '-c', words], { deadlineS: 60, what: 'configure' });
                }),
              async () => difference(before, await filesOf(tree)).replace('folder', 'tree'),
            );
          },
        },
        {
          injected: 'a hook of git says GIT_DIR, and a variant is taken from that repository',
          inject: async (home) => {
            const repository = join(home, 'repository');
            await mkdir(repository);
            const git = (...words: string[]) =>
              execa('git', ['-C', repository, ...words], { env: { PATH: PROGRAMS } });
            const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
            await git('init', '-q');
            await git(...who, 'commit', '-q', '--allow-empty', '-m', 'one');
            const { stdout: commit } = await git('rev-parse', 'HEAD');
            const before = await filesOf(repository);
            const source: TreeSource = { kind: 'git', urls: [], commit, tag: 'v1', environment: 'CLONE' };
            const options = {
              mirror: () => Promise.reject(new Error('none')),
              clones: { CLONE: repository },
            };
            return ends(
              home,
              () =>
                inPlaces(home, async () => {
                  process.env.PATH = PROGRAMS;
                  process.env.GIT_DIR = join(repository, '.git');
                  try {
                    await (await (await identifySource(source, options)).reach())(join(home, 'source'));
                  } finally {
                    delete process.env.GIT_DIR;
                  }
                }),
              async () => difference(before, await filesOf(repository)).replace('folder', 'repository'),
            );
          },
        },
        {
          injected: 'a variant does not build',
          inject: async (home) => {
            const tree = join(home, 'tree');
            await mkdir(tree);
            await writeFile(join(tree, 'configure'), '');
            await writeFile(
              join(tree, 'Makefile'),
              'all:\n\t@echo "tool.c:1:1: error: unknown type name" >&2; exit 1\n',
            );
            const mine: Variant = {
              ...{ name: 'mine', title: 'mine', tool: 'tool', targets: ['lib'] },
              sources: [{ kind: 'path', path: tree }],
              product: { path: 'tool', as: 'tool' },
            };
            return inPlaces(home, async () => {
              process.env.PATH = PROGRAMS;
              const check = (await checkMachine(openLocal, {
                programs: [],
                modules: [],
              })) as Required<MachineCheck>;
              const store = new Store(join(home, 'cache/netknee'));
              const options = { mirror: () => Promise.reject(new Error('no network is needed')), clones: {} };
              return ends(
                home,
                () => buildVariant(store, machineBuilder(openLocal, check), mine, options),
                async () => ((await inStore(home)) === 0 ? 'nothing in the cache' : 'SOMETHING in the cache'),
              );
            });
          },
        },
        {
          injected: 'the record of an artifact in the cache is torn',
          inject: async (home) => {
            const folder = join(home, 'cache/netknee');
            const store = new Store(folder);
            const make = async (into: string) => {
              await writeFile(join(into, 'file'), 'x');
              return { sha256: '0'.repeat(64), details: {} };
            };
            const { folder: place } = await store.obtain('program', 'probe', {}, make);
            await writeFile(join(place, 'artifact.json'), '{"name":');
            return ends(
              home,
              () => store.obtain('program', 'probe', {}, make),
              async () =>
                (await store.find('program', 'probe', {})) === undefined ? 'NOTHING' : 'it is made anew',
            );
          },
        },
        {
          injected: 'the port of a guest is taken',
          inject: async (home) => {
            const server = createTcpServer();
            await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
            const { port } = server.address() as AddressInfo;
            const netdev = `user,id=n,hostfwd=tcp:127.0.0.1:${port}-:22`;
            const argv = ['-machine', 'none', '-display', 'none', '-netdev', netdev];
            const { stderr, exitCode } = await execa(QEMU, argv, {
              env: { PATH: PROGRAMS },
              reject: false,
              timeout: 60_000,
            });
            server.close();
            const failure = vagrantFailure({
              command: 'vagrant up',
              lines: [],
              stderr,
              exitCode: exitCode ?? 1,
            });
            const { said, exit } = endOf(failure, home);
            return { said: said.replaceAll(String(port), 'PORT'), exit, kept: 'the machine is not made' };
          },
        },
        imported('an image archive with a device', (tree) =>
          execa('mknod', [join(tree, 'disk'), 'b', '7', '0'], { env: { PATH: PROGRAMS } }),
        ),
        imported('an image archive with a FIFO', (tree) =>
          execa('mkfifo', [join(tree, 'pipe')], { env: { PATH: PROGRAMS } }),
        ),
        imported('an image archive with a set-user-id file', async (tree) => {
          await writeFile(join(tree, 'sh'), '');
          await chmod(join(tree, 'sh'), 0o4755);
        }),
        imported('an image archive with a link out', async (tree) => {
          await symlink('/tmp', join(tree, 'out'));
        }),
        imported('an image archive with a file that was changed', (tree) =>
          writeFile(join(tree, 'artifact.json'), '{}'),
        ),
      ],
    },
  ];
}
