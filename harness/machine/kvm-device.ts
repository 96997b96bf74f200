import { open } from 'node:fs/promises';

const ABSENT =
  'Load its module (modprobe kvm_intel or kvm_amd), switch virtualisation on in the firmware, or take a cloud machine that can nest guests.';
const FORBIDDEN =
  'Join the group that may open it (sudo usermod --append --groups kvm "$USER"), then log in again.';

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
      return { reason: `${device} may not be opened by this user`, remedy: FORBIDDEN };
    }
    return { reason: `${device} can't be opened (${code})`, remedy: ABSENT };
  }
}
