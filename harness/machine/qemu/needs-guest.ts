import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packTar } from '../files/tar-file.js';
import { temporaryFolder } from '../files/temporary-folder.js';
import { packageRoot } from '../host/places.js';
import { processorWaitS } from '../host/processor-wait.js';
import { kernelImage, modulesImage } from '../image/kernel.js';
import { rootfsImage } from '../image/rootfs.js';
import type { Stored } from '../image/store.js';
import { withCleanup } from '../process/cleanup.js';
import { Deadlines } from '../process/deadline.js';
import { startGuest } from './guest.js';

export interface GuestNeeds {
  programs: readonly string[];
  modules: readonly string[];
}

const DEADLINE_S = 120;
const MEMORY_MB = 512;

/** Pure: what needs.sh printed; undefined when it did not come to its end. */
export function parseNeeds(stdout: string): GuestNeeds | undefined {
  const lines = stdout.split('\n').map((line) => line.trim());
  const after = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  return lines.includes('asked') ? { programs: after('missing'), modules: after('no-module') } : undefined;
}

/**
 * Boots a guest, emulated as any host can, and asks it for programs and kernel modules.
 * @returns what it lacks; undefined when it did not come to an answer: a trial in such a guest says why
 */
export function askGuest(
  { rootfs, kernel }: { rootfs: Stored; kernel: Stored },
  needs: GuestNeeds,
  signal: AbortSignal,
): Promise<GuestNeeds | undefined> {
  return withCleanup(async (cleanup) => {
    const temporary = await temporaryFolder('what a guest has', cleanup);
    const bundle = join(temporary, 'bundle');
    await mkdir(bundle);
    await copyFile(join(packageRoot, 'harness/machine/qemu/needs.sh'), join(bundle, 'run.sh'));
    for (const kind of ['programs', 'modules'] as const) {
      await writeFile(join(bundle, kind), needs[kind].map((name) => `${name}\n`).join(''));
    }
    const tar = join(temporary, 'bundle.tar');
    await packTar(bundle, tar, ['.']);
    const running = await startGuest(
      {
        ...{ clock: 'wall', accelerator: 'tcg-multi', cpus: 1, possibleCpus: 1, memoryMb: MEMORY_MB },
        ...{ kernel: kernelImage(kernel), modules: modulesImage(kernel), rootfs: rootfsImage(rootfs) },
        ...{ bundle: tar, consoleLog: join(temporary, 'console.log'), kernelArguments: [] },
        purpose: { do: 'trial' },
      },
      temporary,
      'what a guest has',
    );
    cleanup.register('guest', () => running.stop());
    const deadlines = new Deadlines(() => processorWaitS(running.pid));
    cleanup.register('deadlines', () => deadlines.clearAll());
    deadlines.set('total', DEADLINE_S, 'the guest said nothing');
    const stop = () => void running.stop();
    for (const one of [deadlines.signal, signal]) one.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    let said = '';
    for await (const chunk of running.stream) said += chunk.toString('latin1');
    return parseNeeds(said);
  });
}
