import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

const PROGRAMS = ['/usr/bin/env', '/usr/bin/setpriv', '/usr/bin/mknod', '/usr/bin/id', '/bin/sh', '/bin/cat'];

/** Makes a root tree with a shell and little else, in which something can be built, with this machine's programs. */
export async function makeSmallTree(root: string): Promise<void> {
  for (const folder of ['build', 'dev', 'usr/bin', 'bin', 'etc', 'tmp'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'dev/null'), '');
  writeFileSync(join(root, 'etc/motd'), 'as baked\n');
  chmodSync(join(root, 'tmp'), 0o1777);
  for (const program of PROGRAMS) {
    const { stdout } = await execa('ldd', [program], { env: { PATH: '/usr/bin:/bin' } });
    const libraries = [...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path as string);
    for (const path of [program, ...libraries]) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      cpSync(path, join(root, path), { dereference: true });
    }
  }
}
