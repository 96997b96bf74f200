import { rm } from 'node:fs/promises';
import { exec } from '../process/exec.js';

const DEADLINE_S = 120;

/**
 * Removes a folder with all that is in it; one that is not there is no error. What another user of this user's ranges
 * (/etc/subuid) left in it, as mmdebstrap's parts do, goes by the root of a user namespace.
 * @throws the file system's own error when that does not help either
 */
export async function removeTree(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    const words = ['--map-root-user', '--map-auto', '--', 'rm', '-rf', '--one-file-system', '--', folder];
    await exec('unshare', words, { deadlineS: DEADLINE_S, what: `${folder} could not be removed` }).catch(
      () => {
        throw error;
      },
    );
  }
}
