import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { freePort } from '../host/free-port.js';
import { homeFolder, packageRoot, stateFolder } from '../host/places.js';
import { isAlive, startTimeOf } from '../process/process-record.js';

/** Where Vagrant keeps what belongs to one machine, and the environment it is called with. */
export interface VagrantPlace {
  folder: string;
  env: Record<string, string>;
}

const owned = z.strictObject({
  owner: z.strictObject({ pid: z.number().int(), startTime: z.string() }),
  env: z.record(z.string(), z.string()),
});

const places = (): string => join(stateFolder(), 'vagrant');

/** What a machine needs of the user's own Vagrant: boxes and plugins. */
const LINKED = ['boxes', 'gems', 'plugins.json'];

/**
 * A folder for a machine that is still to be made, on record for `netknee clean`. Vagrant's home and its notes on the
 * machine are in it: two that share a home fail when they run at once, and the user's own `.vagrant` is left alone.
 */
export async function makePlace(provider: string): Promise<VagrantPlace> {
  const id = randomUUID();
  const folder = join(places(), id);
  const home = join(folder, 'home');
  await mkdir(home, { recursive: true, mode: 0o700 });
  const users = process.env.VAGRANT_HOME ?? join(homeFolder(), '.vagrant.d');
  // A box that is downloaded for this machine is the user's for the next one.
  await mkdir(join(users, 'boxes'), { recursive: true });
  for (const name of LINKED) await symlink(join(users, name), join(home, name));
  const { NETKNEE_NAME_PREFIX, NETKNEE_SSH_PORT, NETKNEE_LIBVIRT_SESSION } = process.env;
  const env: Record<string, string> = {
    VAGRANT_HOME: home,
    VAGRANT_CWD: packageRoot,
    VAGRANT_DOTFILE_PATH: join(folder, 'machine'),
    VAGRANT_NO_COLOR: '1',
    VAGRANT_CHECKPOINT_DISABLE: '1',
    NETKNEE_VAGRANT_PROVIDER: provider,
    NETKNEE_NAME_PREFIX: NETKNEE_NAME_PREFIX || `netknee_${id.slice(0, 8)}_`,
  };
  if (NETKNEE_LIBVIRT_SESSION) env.NETKNEE_SSH_PORT = NETKNEE_SSH_PORT || String(await freePort());
  const owner = { pid: process.pid, startTime: (await startTimeOf(process.pid)) ?? '' };
  // With what else the Vagrantfile reads: what destroys the machine must see the one that was made.
  const read = Object.entries(process.env).filter(([name]) => name.startsWith('NETKNEE_'));
  const all = { ...Object.fromEntries(read), ...env } as Record<string, string>;
  await writeFile(join(folder, 'owned.json'), JSON.stringify({ owner, env: all }), { mode: 0o600 });
  return { folder, env };
}

/** Whether Vagrant notes a machine there: an `id`, written as soon as the provider has begun to make it. */
export async function hasMachine({ env }: VagrantPlace): Promise<boolean> {
  const notes = await readdir(env.VAGRANT_DOTFILE_PATH ?? '', { recursive: true }).catch(
    () => [] as string[],
  );
  return notes.some((path) => basename(path) === 'id');
}

export const removePlace = ({ folder }: VagrantPlace): Promise<void> =>
  rm(folder, { recursive: true, force: true });

/** Places whose netknee is gone. */
export async function abandonedPlaces(): Promise<VagrantPlace[]> {
  const found: VagrantPlace[] = [];
  for (const name of await readdir(places()).catch(() => [] as string[])) {
    const folder = join(places(), name);
    try {
      const { owner, env } = owned.parse(JSON.parse(await readFile(join(folder, 'owned.json'), 'utf8')));
      if (!(await isAlive(owner))) found.push({ folder, env });
    } catch {
      // Half-written by a netknee that is just starting: the next clean sees it.
    }
  }
  return found;
}
