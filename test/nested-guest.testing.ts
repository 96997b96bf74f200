import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { debianMirror } from '../harness/machine/debian/debian.js';
import { packageRoot } from '../harness/machine/host/places.js';
import { dyingWithNetknee } from '../harness/machine/process/dies-with-netknee.js';

/** A guest with two CPUs in which KVM works, and what stands on its disk. */
export interface NestedGuest {
  folder: string;
  kernel: string;
  modules: string;
}

/**
 * Makes the guest: netknee as it is built, with everything that stands in a cache, in a Debian of its own.
 * @param folder takes some 3 GB
 * @param cache a netknee's (XDG_CACHE_HOME/netknee), with a kernel 6.1
 */
export async function makeNestedGuest(folder: string, cache: string): Promise<NestedGuest> {
  const { main } = await debianMirror({ mirror: process.env.NETKNEE_DEBIAN_MIRROR });
  const { failed, stderr } = await execa('sh', [join(packageRoot, 'test/nested-guest.sh'), folder], {
    env: { MIRROR: main, PROJECT: packageRoot, CACHE: cache },
    reject: false,
  });
  assert.ok(!failed, stderr);
  const kernels = (await readdir(join(cache, 'kernel'))).filter((name) => name.startsWith('6.1-'));
  const kernel = join(cache, 'kernel', kernels[0] as string);
  return { folder, kernel: join(kernel, 'vmlinuz'), modules: join(kernel, 'modules.ext4') };
}

/**
 * Boots it, emulated, and runs a script in it.
 * @param deadlineS host seconds in which its console may say nothing new; it is killed then, and with this process
 * @returns the folder with what the script left in /out, and what stands on the console
 */
export async function runNested(
  { folder, kernel, modules }: NestedGuest,
  script: string,
  deadlineS: number,
): Promise<{ out: string; console: string }> {
  const path = (name: string): string => join(folder, name);
  await execa('tar', [
    '-C',
    join(script, '..'),
    '--transform=s/.*/session.sh/',
    '-cf',
    path('session.tar'),
    script.split('/').pop() as string,
  ]);
  for (const [name, size] of [
    ['session.tar', 1 << 20],
    ['out.tar', 256 << 20],
  ] as const) {
    if (!existsSync(path(name))) await writeFile(path(name), '');
    await truncate(path(name), size);
  }
  const tree = path('tree');
  const libraries = join(tree, 'usr/lib/x86_64-linux-gnu');
  const disk = (id: number, file: string, more: string): string[] => [
    ...['-drive', `if=none,id=disk${id},format=raw,cache=unsafe,${more},file=${file}`],
    ...['-device', `nvme-ns,drive=disk${id},bus=nvme0,nsid=${id}`],
  ];
  const words =
    'root=/dev/nvme0n1 rootfstype=ext4 rw console=ttyS0 quiet panic=-1 mitigations=off tsc=reliable';
  const argv = [
    join(tree, 'usr/lib64/ld-linux-x86-64.so.2'),
    ...['--library-path', libraries, join(tree, 'usr/bin/qemu-system-x86_64')],
    ...['-L', join(tree, 'usr/share/qemu'), '-L', join(tree, 'usr/share/seabios')],
    ...['-no-user-config', '-nodefaults', '-display', 'none', '-no-reboot', '-nic', 'none'],
    // Four levels of page tables are enough, and less to emulate than five.
    ...['-machine', 'q35', '-cpu', 'max,la57=off', '-accel', 'tcg,thread=multi', '-smp', '2', '-m', '4096'],
    ...['-kernel', kernel, '-append', `${words} init=/usr/sbin/nested-init`],
    ...['-serial', `file:${path('console.log')}`, '-device', 'nvme,id=nvme0,serial=nested'],
    ...disk(1, path('root.ext4'), 'snapshot=on'),
    ...disk(2, modules, 'readonly=on'),
    ...disk(3, path('session.tar'), 'readonly=on'),
    ...disk(4, path('out.tar'), 'discard=unmap'),
  ];
  const [file, ...rest] = (await dyingWithNetknee('KILL', argv)) as [string, ...string[]];
  // What is emulated twice takes as long as the host is busy: it is stuck when its console says nothing new.
  const stuck = new AbortController();
  let [size, since] = [0, performance.now()];
  const watch = setInterval(async () => {
    const now = await stat(path('console.log')).then(
      (found) => found.size,
      () => 0,
    );
    if (now !== size) [size, since] = [now, performance.now()];
    else if (performance.now() - since > deadlineS * 1000) stuck.abort();
  }, 1000);
  const { failed, isCanceled, stderr } = await execa(file, rest, {
    env: { QEMU_MODULE_DIR: join(libraries, 'qemu'), TMPDIR: folder },
    cancelSignal: stuck.signal,
    killSignal: 'SIGKILL',
    reject: false,
    stdin: 'ignore',
  }).finally(() => clearInterval(watch));
  const console = await readFile(path('console.log'), 'utf8').catch(() => '');
  assert.ok(!failed, `${isCanceled ? `nothing new on its console for ${deadlineS} s` : stderr}\n${console}`);
  const out = path('out');
  await mkdir(out);
  await execa('tar', ['-C', out, '-xf', path('out.tar')]);
  return { out, console };
}
