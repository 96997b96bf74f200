import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeKey } from '../remote/guest-key.js';
import type { OpenMachine } from '../remote/remote-machine.js';
import { openSsh } from '../remote/ssh-connection.js';
import { CLOUD_USER, nocloudSeed } from './nocloud-seed.js';

const HOST = 'netknee-guest';

/**
 * Writes keys for this guest alone and, in `seed/`, what gives them to it.
 * @returns the way in, on which its host key is known beforehand
 */
export async function furnishCloudGuest(folder: string, port: number): Promise<OpenMachine> {
  const at = (name: string) => join(folder, name);
  const authorizedKey = await makeKey(at('user_key'));
  const hostPublic = await makeKey(at('host_key'));
  const seed = nocloudSeed({
    instanceId: randomUUID(),
    hostname: 'netknee',
    authorizedKey,
    hostKey: { private: await readFile(at('host_key'), 'utf8'), public: hostPublic },
  });
  await mkdir(at('seed'));
  for (const [name, text] of Object.entries(seed))
    await writeFile(join(at('seed'), name), text, { mode: 0o600 });
  await writeFile(at('known_hosts'), `[127.0.0.1]:${port} ${hostPublic}\n`);
  const config = [
    `Host ${HOST}`,
    '  HostName 127.0.0.1',
    `  Port ${port}`,
    `  User ${CLOUD_USER}`,
    `  IdentityFile "${at('user_key')}"`,
    '  IdentitiesOnly yes',
    `  UserKnownHostsFile "${at('known_hosts')}"`,
    '  GlobalKnownHostsFile none',
    '  StrictHostKeyChecking yes',
    '',
  ];
  await writeFile(at('ssh_config'), config.join('\n'), { mode: 0o600 });
  return openSsh({ host: HOST, config: at('ssh_config') });
}
