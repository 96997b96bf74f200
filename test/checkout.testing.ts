import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../harness/machine/host/places.js';
import { temporaryFolder } from './netknee.testing.js';

/**
 * The project as git would check it out, with what is not committed yet, but without the example's results.
 * @param built folders to copy besides, such as `node_modules` and `dist`
 */
export async function checkout(built: string[]): Promise<string> {
  const folder = join(await temporaryFolder(), 'checkout');
  mkdirSync(folder);
  const { stdout } = await execa('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: packageRoot,
  });
  const files = stdout.split('\0').filter((file) => file !== '' && !file.startsWith('results/'));
  const present = files.filter((file) => existsSync(join(packageRoot, file)));
  await execa('cp', ['-a', '--parents', '--', ...present, ...built, folder], { cwd: packageRoot });
  return folder;
}
