import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../machine/places.js';

/** Version of the package, and the commit of its checkout when it is one; `-dirty` when files differ from it. */
export async function netkneeVersion(): Promise<{ version: string; commit: string }> {
  const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  const git = (argv: string[]) =>
    execa('git', ['-C', packageRoot, ...argv], { reject: false, timeout: 10_000 });
  const head = await git(['rev-parse', 'HEAD']);
  if (head.exitCode !== 0) return { version, commit: 'unknown' };
  const changed = await git(['status', '--porcelain', '--untracked-files=no']);
  return { version, commit: `${head.stdout}${changed.stdout === '' ? '' : '-dirty'}` };
}
