import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { HOST_ARCHITECTURE } from './architecture.js';
import { QEMU } from './guest.js';
import { stateFolder } from './places.js';
import { machineWords } from './qemu-machine.js';
import { withUndo } from './undo.js';

/** Whether a guest truly boots under KVM here, and why not. */
export interface KvmFinding {
  works: boolean;
  reason: string;
}

/** /dev/kvm that opens may still never reach the guest's first line: this is all it may cost, once. */
const PROBE_DEADLINE_S = 15;

const memory = z.record(z.string(), z.strictObject({ works: z.boolean(), reason: z.string() }));

/**
 * Boots a kernel under KVM far enough to print its first line; it has no root and ends by itself. The
 * answer is remembered for this host, its kernel and its QEMU.
 * @param device for tests
 */
export async function probeKvm(kernel: string, device = '/dev/kvm'): Promise<KvmFinding> {
  try {
    await access(device, constants.R_OK | constants.W_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason =
      code === 'ENOENT' ? `${device} does not exist` : `${device} may not be opened by this user`;
    return { works: false, reason };
  }
  const { stdout: version } = await execa(QEMU, ['--version'], { reject: false, timeout: 10_000 });
  const key = [hostname(), release(), (version ?? '').split('\n')[0], process.getuid?.()].join(' | ');
  const path = join(stateFolder(), 'kvm.json');
  const known = await remember(path);
  const remembered = known[key];
  if (remembered !== undefined) return remembered;
  const finding = await boot(kernel);
  await mkdir(stateFolder(), { recursive: true, mode: 0o700 });
  await writeFile(path, `${JSON.stringify({ ...known, [key]: finding }, null, 2)}\n`);
  return finding;
}

/** What was found before; nothing when the file is not there or damaged: then it is found again. */
async function remember(path: string): Promise<z.infer<typeof memory>> {
  try {
    return memory.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return {};
  }
}

function boot(kernel: string): Promise<KvmFinding> {
  return withUndo(async (undo) => {
    const folder = await mkdtemp(join(tmpdir(), 'netknee-kvm-'));
    undo.register('temporary folder', () => rm(folder, { recursive: true, force: true }));
    const argv = [
      ...['-no-user-config', '-nodefaults', '-display', 'none', '-no-reboot', '-nic', 'none'],
      ...[...machineWords(HOST_ARCHITECTURE, 'kvm'), '-m', '256', '-serial', 'stdio'],
      ...['-kernel', kernel, '-append', `${HOST_ARCHITECTURE.firstLine} panic=-1`],
    ];
    const controller = new AbortController();
    const child = execa(QEMU, argv, {
      reject: false,
      timeout: PROBE_DEADLINE_S * 1000,
      killSignal: 'SIGKILL',
      cancelSignal: controller.signal,
      stdin: 'ignore',
    });
    undo.register('probe guest', () => {
      controller.abort();
    });
    let printed = false;
    child.stdout.once('data', () => {
      printed = true;
      controller.abort();
    });
    const result = await child;
    if (printed) return { works: true, reason: 'a guest printed its first line under KVM' };
    const reason = result.timedOut
      ? `a guest under KVM printed nothing within ${PROBE_DEADLINE_S} s`
      : `QEMU refused KVM: ${(result.stderr || result.shortMessage || '').split('\n')[0]}`;
    return { works: false, reason };
  });
}
