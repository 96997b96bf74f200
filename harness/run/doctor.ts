import { access, constants, mkdir, readFile } from 'node:fs/promises';
import { totalmem, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { Failure } from '../failure.js';
import { debianMirror } from '../machine/debian.js';
import { freeMb } from '../machine/host-facts.js';
import { cacheFolder } from '../machine/places.js';
import { examineProviders } from './doctor-providers.js';

export interface Finding {
  what: string;
  /** `missing` stands in the way of a run; `note` does not. */
  state: 'ok' | 'note' | 'missing';
  detail: string;
  remedy?: string;
}

/** Programs of this machine that a run calls, and the Debian package each comes in. */
const TOOLS: Record<string, string> = {
  'qemu-system-x86_64': 'qemu-system-x86',
  mmdebstrap: 'mmdebstrap',
  mke2fs: 'e2fsprogs',
  depmod: 'kmod',
  'dpkg-deb': 'dpkg',
  'dpkg-source': 'dpkg-dev',
  'apt-get': 'apt',
  tar: 'tar',
  unshare: 'util-linux',
  setpriv: 'util-linux',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  git: 'git',
};

/** Only an ordinary user needs these: root maps no ids. */
const USER_TOOLS: Record<string, string> = { newuidmap: 'uidmap', newgidmap: 'uidmap' };

const NEEDED_MB = 3000;
const NEEDED_MEMORY_MB = 3000;

export async function examine(options: {
  mirror: string | undefined;
  onlyTools?: boolean;
}): Promise<Finding[]> {
  const root = process.getuid?.() === 0;
  const tools = await Promise.all(
    Object.entries({ ...TOOLS, ...(root ? {} : USER_TOOLS) }).map(([name, debian]) => tool(name, debian)),
  );
  const install = [
    ...new Set(tools.flatMap(({ debian, finding }) => (finding.state === 'missing' ? [debian] : []))),
  ];
  const remedy = `${root ? '' : 'sudo '}apt-get install --no-install-recommends ${install.join(' ')}`;
  const findings = tools.map(({ finding }) =>
    finding.state === 'missing' ? { ...finding, remedy } : finding,
  );
  if (!root) findings.push(await subordinateIds());
  if (options.onlyTools === true) return findings;
  return [
    ...findings,
    await mirror(options.mirror),
    await disk(),
    memory(),
    await kvm(),
    ...(await examineProviders(findings)),
  ];
}

/** As a shell finds it, and in the folders of system tools that an ordinary user's PATH leaves out. */
async function tool(name: string, debian: string): Promise<{ debian: string; finding: Finding }> {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']) {
    const path = join(folder, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return { debian, finding: { what: name, state: 'ok', detail: path } };
  }
  return { debian, finding: { what: name, state: 'missing', detail: `not found (Debian: ${debian})` } };
}

async function subordinateIds(): Promise<Finding> {
  const { username, uid } = userInfo();
  const has = async (path: string) => {
    const text = await readFile(path, 'utf8').catch(() => '');
    return text.split('\n').some((line) => line.startsWith(`${username}:`) || line.startsWith(`${uid}:`));
  };
  const what = 'subordinate ids';
  if ((await has('/etc/subuid')) && (await has('/etc/subgid')))
    return { what, state: 'ok', detail: '/etc/subuid, /etc/subgid' };
  const remedy = `sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${username}`;
  return { what, state: 'missing', detail: 'mmdebstrap as an ordinary user needs them', remedy };
}

async function mirror(configured: string | undefined): Promise<Finding> {
  try {
    const { main } = await debianMirror(configured ?? process.env.NETKNEE_DEBIAN_MIRROR);
    return { what: 'Debian mirror', state: 'ok', detail: main };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const remedy = error.details.remedy ?? '';
    return { what: 'Debian mirror', state: 'missing', detail: error.message, remedy };
  }
}

async function disk(): Promise<Finding> {
  await mkdir(cacheFolder(), { recursive: true });
  const free = await freeMb(cacheFolder());
  const detail = `${free} MB free in ${cacheFolder()}`;
  if (free >= NEEDED_MB) return { what: 'disk', state: 'ok', detail };
  const remedy = `Free ${NEEDED_MB} MB there, or point XDG_CACHE_HOME elsewhere.`;
  return { what: 'disk', state: 'missing', detail, remedy };
}

function memory(): Finding {
  const totalMb = Math.round(totalmem() / 1024 / 1024);
  const detail = `${totalMb} MB; a guest has 2048`;
  return { what: 'memory', state: totalMb >= NEEDED_MEMORY_MB ? 'ok' : 'missing', detail };
}

async function kvm(): Promise<Finding> {
  const usable = await access('/dev/kvm', constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  const detail = usable
    ? '/dev/kvm opens; whether a guest boots under it shows the first run'
    : 'not usable: the real lane is emulated, compare ratios only; the exact lane needs none';
  return { what: 'KVM', state: usable ? 'ok' : 'note', detail };
}
