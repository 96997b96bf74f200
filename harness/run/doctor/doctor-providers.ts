import { access, constants } from 'node:fs/promises';
import { Failure } from '../../failure.js';
import { HOST_ARCHITECTURE } from '../../machine/host/architecture.js';
import { findProgram } from '../../machine/host/host-programs.js';
import { checkMachine, hindrances, MARKER } from '../../machine/remote/remote-check.js';
import { openLocal } from '../../machine/remote/remote-machine.js';
import { vagrant } from '../../machine/vagrant/vagrant-command.js';
import type { Finding } from '../requirements/finding.js';
import { examineTools } from '../requirements/tools.js';

/** Programs without which a provider makes no machine. */
const QEMU_TOOLS = [HOST_ARCHITECTURE.qemu, 'QEMU'];
const SSH_TOOLS = ['ssh'];

/**
 * A line per provider: usable, or what is missing and the fix; last, which one to take. Never `missing`: a run needs only
 * the one it asks for.
 * @param tools what was found of the programs that a run calls, of KVM and of the mirror
 */
export async function examineProviders(tools: readonly Finding[]): Promise<Finding[]> {
  const lacking = (names: string[]): string[] =>
    names.filter((name) => tools.some(({ what, state }) => what === name && state === 'missing'));
  const providers = [
    byTools('provider qemu', lacking(QEMU_TOOLS), 'usable; both clocks, the default'),
    await vagrantProvider(),
    await local(),
    byTools(
      'provider ssh',
      lacking(SSH_TOOLS),
      'usable; wall clock alone, --host says where; that machine is looked at when a run begins',
    ),
  ];
  return [...providers, recommendation(tools, providers)];
}

function byTools(what: string, lacking: string[], detail: string): Finding {
  if (lacking.length === 0) return { what, state: 'ok', detail };
  return { what, state: 'note', detail: `not usable: no ${lacking.join(', ')} (see above)` };
}

async function local(): Promise<Finding> {
  const what = 'provider local';
  const check = await checkMachine(openLocal, { programs: [], modules: [] });
  if (!check.root) {
    const remedy = 'Run netknee as root for --provider local; --provider qemu needs no root.';
    return { what, state: 'note', detail: 'not usable: it needs root', remedy };
  }
  const lacking = hindrances(check);
  if (lacking.length > 0) {
    const remedy = 'apt-get install --no-install-recommends util-linux coreutils tar';
    return { what, state: 'note', detail: `not usable: ${lacking.join('; ')}`, remedy };
  }
  const guard = check.marker ? `${MARKER} stands` : 'with --allow-destructive, on a machine that may break';
  return { what, state: 'ok', detail: `usable; wall clock alone, ${guard}` };
}

/** Vagrant makes no machine by itself: VirtualBox or libvirt does. */
const INSTALL_VAGRANT = `apt-get install --no-install-recommends vagrant vagrant-libvirt libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients qemu-utils ${HOST_ARCHITECTURE.qemuPackage}`;

const VBOXDRV = '/dev/vboxdrv';

/** Its programs alone start no machine: on Linux a module of the kernel does. */
async function virtualBox(): Promise<'usable' | 'no driver' | 'absent'> {
  if ((await findProgram('VBoxManage')) === undefined) return 'absent';
  if (process.platform !== 'linux') return 'usable';
  return access(VBOXDRV).then(
    () => 'usable',
    () => 'no driver',
  );
}

async function vagrantProvider(): Promise<Finding> {
  const what = 'provider vagrant';
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  const lacks = (detail: string): Finding => ({
    what,
    state: 'note',
    detail,
    remedy: `${sudo}${INSTALL_VAGRANT}`,
  });
  const [program] = await examineTools(['vagrant']);
  if (program?.state !== 'ok') return lacks('not usable: no vagrant');
  const env = { VAGRANT_CHECKPOINT_DISABLE: '1' };
  const lines = await vagrant(['plugin', 'list'], env, { deadlineS: 60 }).catch((error) => {
    if (!(error instanceof Failure)) throw error;
    return error;
  });
  if (lines instanceof Failure) return lacks(`not usable: ${lines.message}`);
  const libvirt = lines.some(({ type, data }) => type === 'plugin-name' && data[0] === 'vagrant-libvirt');
  const virtualbox = await virtualBox();
  const makers = [...(virtualbox === 'usable' ? ['virtualbox'] : []), ...(libvirt ? ['libvirt'] : [])];
  if (makers.length === 0 && virtualbox === 'no driver') {
    const remedy = `${sudo}modprobe vboxdrv, or build it for this kernel: virtualbox-dkms and the kernel's headers`;
    return { what, state: 'note', detail: `not usable: VirtualBox has no driver here (${VBOXDRV})`, remedy };
  }
  if (makers.length === 0) return lacks('not usable: neither VirtualBox nor the plugin vagrant-libvirt');
  const detail = `usable with ${makers.join(' and ')} (NETKNEE_VAGRANT_PROVIDER); wall clock alone`;
  const daemon = await access('/var/run/libvirt/libvirt-sock', constants.W_OK).then(
    () => true,
    () => false,
  );
  if (makers.includes('virtualbox') || daemon) return { what, state: 'ok', detail };
  if (process.getuid?.() === 0) {
    const remedy = 'As root, start libvirtd; as an ordinary user: NETKNEE_LIBVIRT_SESSION=1.';
    return { what, state: 'note', detail: 'not usable as root: libvirtd does not run', remedy };
  }
  return { what, state: 'ok', detail: `${detail}; libvirt without its daemon: NETKNEE_LIBVIRT_SESSION=1` };
}

/**
 * Pure: which provider to take on this machine. The baked guests first: they alone have the instruction clock, and need neither
 * a right nor another machine.
 */
export function recommendation(tools: readonly Finding[], providers: readonly Finding[]): Finding {
  const what = 'recommended';
  const isOk = (name: string) => providers.some((finding) => finding.what === name && finding.state === 'ok');
  const missing = tools.filter(({ state }) => state === 'missing');
  if (isOk('provider qemu') && missing.length === 0) {
    const hasKvm = tools.some((finding) => finding.what === 'KVM' && finding.state === 'ok');
    const times = hasKvm
      ? ''
      : '; for absolute times, which need KVM, --provider ssh with a machine that may break';
    return { what, state: 'ok', detail: `--provider qemu (the default)${times}` };
  }
  if (isOk('provider vagrant'))
    return { what, state: 'ok', detail: '--provider vagrant: what baked guests need is not all here' };
  const remedy = missing.find((finding) => finding.remedy?.includes('apt-get'))?.remedy;
  if (remedy !== undefined) return { what, state: 'note', detail: `--provider qemu, after: ${remedy}` };
  return {
    what,
    state: 'note',
    detail: '--provider ssh with a machine that may break: this one can make none',
  };
}
