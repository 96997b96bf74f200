/**
 * Writes dist/commit.json, `{"commit": "<40 hex digits>", "dirty": false}`: an installed package has no repository that could
 * say which commit it was made of. Writes nothing where git does not know, or knows only of a repository around this folder.
 */
import { realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../harness/machine/host/places.js';

const git = async (...argv: string[]): Promise<string | undefined> => {
  const { failed, stdout } = await execa('git', ['-C', packageRoot, ...argv], {
    reject: false,
    timeout: 10_000,
  });
  return failed ? undefined : stdout;
};

const top = await git('rev-parse', '--show-toplevel');
const commit = await git('rev-parse', 'HEAD');
const changed = await git('status', '--porcelain', '--untracked-files=no');
if (top === realpathSync(packageRoot) && commit !== undefined && changed !== undefined) {
  const record = { commit, dirty: changed !== '' };
  writeFileSync(join(packageRoot, 'dist/commit.json'), `${JSON.stringify(record)}\n`);
}
