import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { compile, needRoot } from '../../probes/compile.testing.js';
import type { Frame } from '../../probes/frame.js';
import type { Trial } from '../../types.js';
import { sandbox } from '../host/sandbox.testing.js';
import { processRecords } from '../process/process-record.js';
import type { TrialRequest } from '../provider/provider.js';
import { openLocal } from './remote-machine.js';
import { remoteProvider } from './remote-provider.js';

const MIGRATION = '/proc/sys/kernel/timer_migration';

describe('remoteProvider on this machine', function () {
  this.timeout(60_000);
  const here = sandbox();
  let frame = '';
  // In no test's own folder: it is compiled once.
  before(async () => {
    frame = await compile(new URL('../../probes/frame.c', import.meta.url));
  });

  /** Runs a bundle whose run.sh does this between its first record and its last. */
  async function run(work: string, more: Partial<TrialRequest> = {}, variant?: string) {
    const root = here.path('bundle');
    await mkdir(join(root, 'bin'), { recursive: true });
    await copyFile(frame, join(root, 'bin/frame'));
    if (variant !== undefined) {
      await mkdir(join(root, 'variants/one'), { recursive: true });
      await writeFile(join(root, 'variants/one/tool'), variant);
      await chmod(join(root, 'variants/one/tool'), 0o755);
    }
    await writeFile(
      join(root, 'run.sh'),
      `echo b | bin/frame begin t\n${work} | bin/frame out one\necho complete | bin/frame end t\n`,
    );
    await execa('tar', ['-C', root, '-cf', here.path('bundle.tar'), '.']);
    await mkdir(here.path('raw'), { recursive: true });
    const frames: Frame[] = [];
    const end = await remoteProvider({ name: 'local', open: openLocal, asRoot: [] }).runTrial({
      trial: { id: 't' } as Trial,
      bundle: here.path('bundle.tar'),
      kernelArguments: [],
      rawFolder: here.path('raw'),
      deadlines: { bootS: 20, silenceS: 20, totalS: 40 },
      onReady: async () => {},
      onFrame: (frame) => {
        frames.push(frame);
      },
      signal: new AbortController().signal,
      ...more,
    });
    return { end, frames, out: frames.find(({ kind }) => kind === 'out')?.payload.toString() };
  }

  const assertNothingLeft = async (): Promise<void> => {
    assert.deepEqual(await readdir(tmpdir()), []);
    assert.deepEqual(await processRecords(), []);
  };

  it('runs a bundle in namespaces that end with it', async function () {
    needRoot(this);
    const before = await execa('lsns', ['-t', 'net', '-n', '-o', 'NS']);
    const work = `{ touch /run/netns/blue; mount --bind /proc/self/ns/net /run/netns/blue
      ls /run/netns; ls /sys/class/net; readlink /proc/self/ns/net; echo $TMPDIR; sleep 1000 >/dev/null & }`;
    const { end, frames, out } = await run(work);
    assert.deepEqual(end, { accelerator: 'own machine', trouble: [] });
    assert.deepEqual(
      frames.map(({ kind }) => kind),
      ['begin', 'out', 'end'],
    );
    const [name, link, space, temporary] = out!.split('\n');
    assert.deepEqual([name, link], ['blue', 'lo']);
    assert.ok(!before.stdout.includes(/\d+/.exec(space!)![0]), 'a network namespace of its own');
    assert.equal(existsSync(temporary!), false);
    assert.equal(existsSync('/run/netns/blue'), false);
    assert.match(await readFile(here.path('raw/machine-after.txt'), 'utf8'), /^@@ mounts$/m);
    await assertNothingLeft();
  });

  it('ends everything at an interruption and at a deadline', async function () {
    needRoot(this);
    const marker = `sleep 31${process.pid}`;
    const running = async () => (await execa('pgrep', ['-f', `^${marker}$`], { reject: false })).stdout;
    const stop = new AbortController();
    const interrupted = await run(marker, {
      onFrame: () => stop.abort(),
      signal: stop.signal,
    });
    assert.equal(interrupted.end.problem, 'interrupted');
    const late = await run(marker, { deadlines: { bootS: 9, silenceS: 1, totalS: 9 } });
    assert.equal(late.end.problem, 'no record for 1 s of the host');
    assert.equal(await running(), '');
    await assertNothingLeft();
  });

  it('sets back a sysctl that the bundle leaves changed', async function () {
    needRoot(this);
    const was = (await readFile(MIGRATION, 'utf8')).trim();
    const { end, out } = await run(`{ echo ${was === '1' ? 0 : 1} >${MIGRATION}; cat ${MIGRATION}; }`);
    assert.equal(out?.trim(), was === '1' ? '0' : '1');
    assert.deepEqual(end.trouble, []);
    assert.equal((await readFile(MIGRATION, 'utf8')).trim(), was);
  });

  it("marks what it can't set back", async function () {
    needRoot(this);
    // Outside of the trial's namespaces, as another program would.
    const mounted = here.path('elsewhere');
    await mkdir(mounted);
    try {
      const onFrame = async ({ kind }: Frame) => {
        if (kind === 'out') await execa('mount', ['-t', 'tmpfs', 'netknee-test', mounted]);
      };
      const { end } = await run('echo', { onFrame });
      assert.deepEqual(end.trouble, [`left behind: mounts: new ${mounted} tmpfs netknee-test`]);
      assert.equal(end.problem, undefined);
    } finally {
      await execa('umount', [mounted]);
    }
  });

  it('says which variant does not start, instead of measuring its failures', async function () {
    needRoot(this);
    const { end } = await run('echo', {}, '#!/nonexistent/loader\n');
    assert.match(end.problem ?? '', /exited with 69 .*variants\/one\/tool does not start/);
    await assertNothingLeft();
  });

  it('gives the last words of a bundle that died', async function () {
    needRoot(this);
    const { end } = await run('{ echo the disk is on fire >&2; kill -9 $$; }');
    assert.match(
      end.problem ?? '',
      // What frame had begun to write may be cut off, or not be there.
      /^the bundle exited with 137 before the bundle ended;(.*;)? the disk is on fire$/m,
    );
  });
});
