import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

const PROGRAMS = ['/usr/bin/env', '/usr/bin/setpriv', '/usr/bin/mknod', '/usr/bin/id', '/bin/sh', '/bin/cat'];

/** Puts files of this machine at their places in a tree. */
function copyInto(root: string, paths: Iterable<string>): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(path, join(root, path), { dereference: true });
  }
}

async function withLibraries(program: string): Promise<string[]> {
  const { stdout } = await execa('ldd', [program], { env: { PATH: '/usr/bin:/bin' } });
  return [program, ...[...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path as string)];
}

/** Makes a root tree with a shell and little else, in which something can be built, with this machine's programs. */
export async function makeSmallTree(root: string): Promise<void> {
  for (const folder of ['build', 'dev', 'usr/bin', 'bin', 'etc', 'tmp'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'dev/null'), '');
  writeFileSync(join(root, 'etc/motd'), 'as baked\n');
  chmodSync(join(root, 'tmp'), 0o1777);
  for (const program of PROGRAMS) copyInto(root, await withLibraries(program));
}

/** Adds this machine's compiler to such a tree, with no more than it needs to make a static program of one C source. */
export async function addCompiler(root: string, source: string): Promise<void> {
  const gcc = async (...words: string[]) => (await execa('gcc', words)).stdout;
  for (const name of ['cc1', 'as', 'collect2', 'ld']) {
    const path = await gcc(`-print-prog-name=${name}`);
    copyInto(root, await withLibraries(path.startsWith('/') ? path : `/usr/bin/${path}`));
  }
  copyInto(root, await withLibraries('/usr/bin/gcc'));
  const headers = (await gcc('-O2', '-M', source))
    .split(/[\s\\]+/)
    .filter((word) => word.startsWith('/usr/'));
  const made = join(root, 'made');
  const linked = await gcc('-O2', '-static', '-o', made, source, '-Wl,--trace');
  rmSync(made);
  const inputs = [...linked.matchAll(/^\(?(\/[^\s()]+)/gm)].map(([, path]) => path as string);
  const plugin = await gcc('-print-file-name=liblto_plugin.so');
  copyInto(root, new Set([...headers, ...inputs.filter((path) => !path.startsWith('/tmp/')), plugin]));
}
