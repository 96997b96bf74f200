import { readFile, statfs } from 'node:fs/promises';
import { availableParallelism, cpus, freemem, loadavg, release, totalmem, type } from 'node:os';
import { execa } from 'execa';
import { readHypervisor } from '../host/hypervisor.js';
import { QEMU } from './guest.js';

/** What a reader needs to know of the machine that ran the guests; nothing that names it or its user. */
export async function hostFacts(): Promise<Record<string, string>> {
  const first = async (file: string, argv: string[]): Promise<string> => {
    const { stdout } = await execa(file, argv, { reject: false, timeout: 10_000 });
    return (stdout ?? '').split('\n')[0] ?? '';
  };
  const distribution = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return {
    kernel: `${type()} ${release()}`,
    distribution: /^PRETTY_NAME="?([^"\n]*)/m.exec(distribution)?.[1] ?? 'unknown',
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    hypervisor: await readHypervisor(),
    cpus: String(availableParallelism()),
    memoryMb: String(Math.round(totalmem() / 1024 / 1024)),
    freeMemoryMb: String(Math.round(freemem() / 1024 / 1024)),
    load: loadavg()
      .map((load) => load.toFixed(2))
      .join(' '),
    node: process.version,
    qemu: await first(QEMU, ['--version']),
    mmdebstrap: await first('mmdebstrap', ['--version']),
    user: process.getuid?.() === 0 ? 'root' : 'ordinary',
  };
}

/** Free MB of the file system that holds `path`. */
export async function freeMb(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return Math.floor((bavail * bsize) / 1024 / 1024);
}
