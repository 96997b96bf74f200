import { readFile } from 'node:fs/promises';
import { execa } from 'execa';

/** What a host says of what it runs on; absent is what it does not say. */
export interface HypervisorSigns {
  /** The answer of systemd-detect-virt. */
  detected?: string | undefined;
  cpuinfo: string;
  /** /sys/hypervisor/type, of Xen: also where the host is the one that rules the others. */
  type?: string | undefined;
  vendor?: string | undefined;
  product?: string | undefined;
}

/**
 * Pure: what a host is a guest of, such as `kvm` or `amazon (Amazon EC2 m5.large)`; `none` on a machine of its own, `unknown`
 * where nothing tells.
 */
export function hypervisorOf({ detected, cpuinfo, type, vendor, product }: HypervisorSigns): string {
  const named = detected === 'none' ? undefined : detected;
  // Processors of amd64 alone have a flag for it.
  const flags = /^flags\s*:(.*)$/m.exec(cpuinfo)?.[1];
  const flagged = flags?.split(' ').includes('hypervisor') ?? false;
  const isGuest = named !== undefined || flagged || (type !== undefined && detected === undefined);
  if (!isGuest) return detected === 'none' || flags !== undefined ? 'none' : 'unknown';
  const model = [vendor, product].filter(Boolean).join(' ');
  const name = named ?? type ?? 'a hypervisor';
  return model === '' ? name : `${name} (${model})`;
}

/** What this host is a guest of. @returns as `hypervisorOf` */
export async function readHypervisor(): Promise<string> {
  const maybe = async (path: string) => (await readFile(path, 'utf8').catch(() => '')).trim() || undefined;
  // It ends with 1 when it says `none`.
  const { stdout } = await execa('systemd-detect-virt', ['--vm'], { reject: false, timeout: 10_000 });
  return hypervisorOf({
    detected: stdout?.trim() || undefined,
    cpuinfo: (await maybe('/proc/cpuinfo')) ?? '',
    type: await maybe('/sys/hypervisor/type'),
    vendor: await maybe('/sys/class/dmi/id/sys_vendor'),
    product: await maybe('/sys/class/dmi/id/product_name'),
  });
}
