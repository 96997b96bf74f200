import { chmod, readFile } from 'node:fs/promises';
import { exec } from '../process/exec.js';

/** An ed25519 key without a passphrase at `path`, for one guest alone. @returns its public line */
export async function makeKey(path: string): Promise<string> {
  await exec('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'netknee', '-f', path], {
    deadlineS: 30,
    what: 'a key could not be made',
  });
  await chmod(path, 0o600);
  return (await readFile(`${path}.pub`, 'utf8')).trim();
}
