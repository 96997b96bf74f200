import { existsSync } from 'node:fs';
import { EXIT, Failure } from '../../failure.js';
import { HOST_ARCHITECTURE } from '../../machine/host/architecture.js';
import {
  DEBIAN_PACKAGES,
  findProgram,
  installCommand,
  KEYRING,
  KEYRING_PACKAGE,
} from '../../machine/host/host-programs.js';
import type { Finding } from './finding.js';

/** What programs of this machine are for. */
export type Need = 'guests' | 'baking' | 'cloud images' | 'ssh' | 'vagrant';

/** Programs that netknee calls, by what for. What only an ordinary user needs stands below. */
const PROGRAMS: Record<Need, string[]> = {
  guests: [HOST_ARCHITECTURE.qemu],
  baking: [
    ...['mmdebstrap', 'mke2fs', 'depmod', 'dpkg-deb', 'dpkg-source', 'apt-get'],
    ...['unshare', 'chroot', 'git', 'tar', 'bash'],
  ],
  'cloud images': ['qemu-img'],
  ssh: ['ssh', 'ssh-keygen'],
  vagrant: ['vagrant'],
};

/** Root maps no ids. */
const USER_PROGRAMS: Partial<Record<Need, string[]>> = { baking: ['newuidmap', 'newgidmap'] };

/** Looks for the programs of these needs; each that is missing has the one command that installs them all. */
export async function examineTools(needs: readonly Need[]): Promise<Finding[]> {
  const root = process.getuid?.() === 0;
  const names = needs.flatMap((need) => [
    ...PROGRAMS[need],
    ...((root ? undefined : USER_PROGRAMS[need]) ?? []),
  ]);
  const found = await Promise.all([...new Set(names)].map(program));
  const all = needs.includes('baking') ? [...found, keyring()] : found;
  const packages = all.flatMap(({ state, debian }) => (state === 'missing' ? [debian] : []));
  const hasApt = (await findProgram('apt-get')) !== undefined;
  const install = installCommand(packages, hasApt);
  const remedy = !hasApt && needs.includes('baking') ? `${install}\n${WITHOUT_DEBIAN}` : install;
  return all.map(({ debian: _, ...finding }) =>
    finding.state === 'missing' ? { ...finding, remedy } : finding,
  );
}

/** Baking is Debian's tools at work; everything else runs on any Linux. */
const WITHOUT_DEBIAN =
  'Or do without baking here: `netknee image import FILE` takes what was baked elsewhere, `make bench ENGINE=podman`\n' +
  'bakes in a container, and --provider vagrant takes a machine of its own.';

type ToolFinding = Finding & { debian: string };

async function program(name: string): Promise<ToolFinding> {
  const debian = DEBIAN_PACKAGES[name] ?? name;
  const path = await findProgram(name);
  if (path !== undefined) return { what: name, state: 'ok', detail: path, debian };
  return { what: name, state: 'missing', detail: `not found (Debian: ${debian})`, debian };
}

/** Without Debian's keys no package of it can be checked, wherever it comes from. */
function keyring(): ToolFinding {
  const common = { what: "Debian's keys", debian: KEYRING_PACKAGE };
  if (existsSync(KEYRING)) return { ...common, state: 'ok', detail: KEYRING };
  return {
    ...common,
    state: 'missing',
    detail: `${KEYRING} is not there (Debian and Ubuntu: ${KEYRING_PACKAGE})`,
  };
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
