import { open, readFile, stat } from 'node:fs/promises';

const ABSENT =
  'Load its module (modprobe kvm_intel or kvm_amd), switch virtualisation on in the firmware, or take a cloud machine that can nest guests.';
/** Where it is a group's, whoever joins that may open it; else its owner alone may, and must share the right. */
async function howToOpen(device: string): Promise<string> {
  const { mode, gid } = await stat(device);
  const groups = await readFile('/etc/group', 'utf8').catch(() => '');
  const name = groups
    .split('\n')
    .find((line) => line.split(':')[2] === String(gid))
    ?.split(':')[0];
  if ((mode & 0o060) === 0o060 && gid !== 0 && name !== undefined) {
    return `Join the group that may open it (sudo usermod --append --groups ${name} "$USER"), then log in again.`;
  }
  return `Be given the right, until the next boot: sudo setfacl --modify "user:$USER:rw" ${device} (of the package acl).`;
}

/**
 * Why a device such as /dev/kvm can't be used, for people; `undefined` when it opens. That a node exists says little:
 * it stays when what is behind it is gone.
 */
export async function whyShut(device: string): Promise<{ reason: string; remedy: string } | undefined> {
  try {
    await (await open(device, 'r+')).close();
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { reason: `${device} does not exist`, remedy: ABSENT };
    if (code === 'EACCES' || code === 'EPERM') {
      return { reason: `${device} may not be opened by this user`, remedy: await howToOpen(device) };
    }
    return { reason: `${device} can't be opened (${code})`, remedy: ABSENT };
  }
}
