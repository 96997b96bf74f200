import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { rootAccess } from '../../machine/process/root-access.js';
import type { Finding } from './finding.js';

/** The rights that baking takes: a root of its own for builds, and ids for mmdebstrap when an ordinary user calls. */
export async function examineRights(): Promise<Finding[]> {
  const access = await rootAccess();
  const what = 'rights to build';
  const found: Finding =
    'way' in access
      ? { what, state: 'ok', detail: `by ${access.way}` }
      : { what, state: 'missing', detail: access.why, remedy: access.remedy };
  if (process.getuid?.() === 0) return [found];
  // Which ids a user has is of no matter where the kernel lets nobody use them.
  return found.state === 'ok' ? [found, await subordinateIds()] : [found];
}

/** The user's name; a user id of a container may have none. */
function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

async function subordinateIds(): Promise<Finding> {
  const what = 'subordinate ids';
  const names = [userName(), String(process.getuid?.())].filter((name) => name !== undefined);
  const text = (path: string) => readFile(path, 'utf8').catch(() => '');
  if (/^NoNewPrivs:\s+1$/m.test(await text('/proc/self/status'))) {
    const detail = 'newuidmap may not change ids here: the process has no_new_privs set';
    const remedy = 'Start netknee without no_new_privs (of a container: no-new-privileges), or as root.';
    return { what, state: 'missing', detail, remedy };
  }
  const has = async (path: string) =>
    (await text(path)).split('\n').some((line) => names.some((name) => line.startsWith(`${name}:`)));
  if ((await has('/etc/subuid')) && (await has('/etc/subgid')))
    return { what, state: 'ok', detail: '/etc/subuid, /etc/subgid' };
  const name = userName();
  const remedy =
    name === undefined
      ? 'This user id has no entry in /etc/passwd: run netknee as root, or give the user one and subordinate ids.'
      : `sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${name}`;
  return { what, state: 'missing', detail: 'mmdebstrap needs them when an ordinary user calls it', remedy };
}
