import { chmod, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a machine without Debian and Linux lacks; bsdtar stands where GNU tar does here. */
const LACKING =
  /^(setpriv|flock|unshare|nsenter|chroot|tar|apt|apt-.*|dpkg|dpkg-.*|mmdebstrap|qemu-.*|kvm|strace|gdb|ip)$/;

/** As a machine has it that is no Linux: what POSIX and a developer's tools bring, and Vagrant, which finds its own programs. */
export async function barePath(folder: string): Promise<string> {
  const bin = join(folder, 'bare-bin');
  await mkdir(bin);
  await chmod(bin, 0o755);
  const linked = new Set<string>();
  const link = async (name: string, to: string) => {
    if (linked.has(name)) return;
    linked.add(name);
    await symlink(to, join(bin, name));
  };
  await link('node', process.execPath);
  await link('tar', '/usr/bin/bsdtar');
  const vagrant = `#!/bin/sh\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin exec /usr/bin/vagrant "$@"\n`;
  linked.add('vagrant');
  await writeFile(join(bin, 'vagrant'), vagrant, { mode: 0o755 });
  for (const name of await readdir('/usr/bin')) {
    if (!LACKING.test(name)) await link(name, join('/usr/bin', name));
  }
  return bin;
}
