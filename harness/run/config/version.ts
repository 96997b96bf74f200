import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { gitEnvironment } from '../../machine/build/git-environment.js';
import { packageRoot } from '../../machine/host/places.js';

/** Written when the package is packed: a package has no repository to ask. */
const PACKED = 'dist/commit.json';

/**
 * Version of the package, and the commit it was made of: that of its own checkout, `-dirty` when files differ from it; else
 * the one that was written down when it was packed; else `unknown`.
 * @param folder for tests
 */
export async function netkneeVersion(folder = packageRoot): Promise<{ version: string; commit: string }> {
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { version, commit: (await checkedOut(folder)) ?? (await packed(folder)) ?? 'unknown' };
}

async function checkedOut(folder: string): Promise<string | undefined> {
  const git = (...argv: string[]) =>
    execa('git', ['-C', folder, ...argv], {
      reject: false,
      timeout: 10_000,
      stdin: 'ignore',
      env: gitEnvironment(),
    });
  // A tarball that was unpacked inside another repository is not of that repository.
  const prefix = await git('rev-parse', '--show-prefix');
  if (prefix.exitCode !== 0 || prefix.stdout !== '') return undefined;
  const head = await git('rev-parse', 'HEAD');
  if (head.exitCode !== 0) return undefined;
  const changed = await git('status', '--porcelain', '--untracked-files=no');
  return `${head.stdout}${changed.stdout === '' ? '' : '-dirty'}`;
}

async function packed(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, PACKED), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { commit, dirty } = JSON.parse(text) as { commit?: string; dirty?: boolean };
  return commit === undefined ? undefined : `${commit}${dirty === true ? '-dirty' : ''}`;
}
