import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { EXIT, Failure } from '../failure.js';
import { HOST_ARCHITECTURE } from '../machine/architecture.js';
import type { Finding } from './doctor.js';

/** What programs of this machine are for. */
export type Need = 'every run' | 'guests' | 'baking' | 'cloud images' | 'ssh' | 'vagrant';

/** Programs of this machine that a run calls, what for, and the Debian package each comes in. */
const TOOLS: Record<string, { debian: string; need: Need }> = {
  [HOST_ARCHITECTURE.qemu]: { debian: HOST_ARCHITECTURE.qemuPackage, need: 'guests' },
  'qemu-img': { debian: 'qemu-utils', need: 'cloud images' },
  mmdebstrap: { debian: 'mmdebstrap', need: 'baking' },
  mke2fs: { debian: 'e2fsprogs', need: 'baking' },
  depmod: { debian: 'kmod', need: 'baking' },
  'dpkg-deb': { debian: 'dpkg', need: 'baking' },
  'dpkg-source': { debian: 'dpkg-dev', need: 'baking' },
  'apt-get': { debian: 'apt', need: 'baking' },
  unshare: { debian: 'util-linux', need: 'baking' },
  git: { debian: 'git', need: 'baking' },
  tar: { debian: 'tar', need: 'every run' },
  setpriv: { debian: 'util-linux', need: 'every run' },
  ssh: { debian: 'openssh-client', need: 'ssh' },
  'ssh-keygen': { debian: 'openssh-client', need: 'ssh' },
  vagrant: { debian: 'vagrant', need: 'vagrant' },
};

/** Only an ordinary user needs these: root maps no ids. */
const USER_TOOLS: typeof TOOLS = {
  newuidmap: { debian: 'uidmap', need: 'baking' },
  newgidmap: { debian: 'uidmap', need: 'baking' },
};

/** What guests that netknee bakes take. */
export const BAKED_NEEDS: Need[] = ['every run', 'guests', 'baking', 'ssh'];

/** Looks for the programs of these needs; each that is missing has the one line that installs them all. */
export async function examineTools(needs: readonly Need[]): Promise<Finding[]> {
  const root = process.getuid?.() === 0;
  const tools = await Promise.all(
    Object.entries({ ...TOOLS, ...(root ? {} : USER_TOOLS) })
      .filter(([, { need }]) => needs.includes(need))
      .map(([name, { debian }]) => tool(name, debian)),
  );
  const lacking = tools.filter(({ finding }) => finding.state === 'missing').map(({ debian }) => debian);
  const remedy = `${root ? '' : 'sudo '}apt-get install --no-install-recommends ${[...new Set(lacking)].join(' ')}`;
  return tools.map(({ finding }) => (finding.state === 'missing' ? { ...finding, remedy } : finding));
}

async function tool(name: string, debian: string): Promise<{ debian: string; finding: Finding }> {
  const path = await onPath(name);
  if (path !== undefined) return { debian, finding: { what: name, state: 'ok', detail: path } };
  return { debian, finding: { what: name, state: 'missing', detail: `not found (Debian: ${debian})` } };
}

/** As a shell finds it, and in the folders of system tools that an ordinary user's PATH leaves out. */
export async function onPath(name: string): Promise<string | undefined> {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']) {
    const path = join(folder, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return undefined;
}

/** @throws Failure naming everything that is missing, and what installs it */
export function refuseMissing(findings: readonly Finding[]): void {
  const lacking = findings.filter(({ state }) => state === 'missing');
  if (lacking.length === 0) return;
  throw new Failure({
    what: `this machine lacks ${lacking.map(({ what }) => what).join(', ')}`,
    exit: EXIT.prerequisite,
    tail: lacking.map(({ what, detail }) => `${what}: ${detail}`).join('\n'),
    remedy: [...new Set(lacking.flatMap(({ remedy }) => (remedy === undefined ? [] : [remedy])))].join('\n'),
  });
}
