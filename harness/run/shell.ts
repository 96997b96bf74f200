import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import { shellWords } from '../design/shell-words.js';
import { stepsOf } from '../design/steps-of.js';
import { EXIT, Failure, tailOf } from '../failure.js';
import { temporaryFolder } from '../machine/files/temporary-folder.js';
import { freePort } from '../machine/host/free-port.js';
import { complain } from '../machine/host/terminal.js';
import { kernelImage, modulesImage } from '../machine/image/kernel.js';
import { rootfsImage } from '../machine/image/rootfs.js';
import type { Stored } from '../machine/image/store.js';
import { withCleanup } from '../machine/process/cleanup.js';
import { chooseAccelerator } from '../machine/qemu/accelerator.js';
import { startGuest } from '../machine/qemu/guest.js';
import { probeKvm } from '../machine/qemu/kvm-probe.js';
import { makeKey } from '../machine/remote/guest-key.js';
import { sshAnswers } from '../machine/remote/ssh-answers.js';
import type { Scenario, Trial } from '../types.js';
import type { Settings } from './config/settings.js';
import type { ResolvedPlan } from './plan/resolve-plan.js';
import { prepare } from './prepare/prepare.js';
import { type BundleParts, packBundle, writeBundle } from './trial/bundle.js';

export interface ShellRequest extends ResolvedPlan {
  settings: Settings;
  trial: Trial;
  /** A command; an interactive shell when empty. */
  words: string[];
  signal: AbortSignal;
}

const BOOT_DEADLINE_S = 120;

/**
 * Boots a guest like the trial's, with its bundle unpacked but not run, and connects to it by ssh on
 * 127.0.0.1, with keys made for this guest alone. The guest has no route out.
 * @returns the exit code of the shell or command
 */
export async function openShell(request: ShellRequest): Promise<number> {
  const { settings, trial, signal } = request;
  const tell = (text: string) => complain(`netknee: ${text}\n`);
  const prepared = await prepare({
    scenarios: request.scenarios,
    kernels: request.kernels,
    settings,
    onProgress: () => {},
    signal,
  });
  return withCleanup(async (cleanup) => {
    const temporary = await temporaryFolder('a shell', cleanup);
    const scenario = request.scenarios[0] as Scenario;
    const parts = prepared.parts.get(scenario.name) as BundleParts;
    const steps = stepsOf(scenario, {
      ...trial,
      variants: trial.variants.filter((name) => parts.variants.has(name)),
    });
    await writeBundle(temporary, trial, steps, parts);
    const ssh = await makeKeys(temporary);
    const bundle = await packBundle(join(temporary, 'bundle'), join(temporary, 'shell.tar'));
    const port = await freePort();
    await writeFile(ssh.knownHosts, `[127.0.0.1]:${port} ${ssh.hostKey}\n`, { mode: 0o600 });
    const { rootfs, layers, kernels } = prepared.guest as NonNullable<typeof prepared.guest>;
    const kernel = kernels.get(trial.kernel) as Stored;
    const consoleLog = join(temporary, 'console.log');
    tell(`booting a guest like that of ${trial.id}`);
    const probe = () => probeKvm(kernelImage(kernel), { signal });
    const { accelerator } = await chooseAccelerator(undefined, probe);
    const guest = await startGuest(
      {
        // On the instruction clock idle time flies, and a person at a keyboard is mostly idle time.
        clock: 'wall',
        accelerator,
        cpus: 2,
        possibleCpus: Math.max(2, trial.possibleCpus),
        memoryMb: trial.memoryMb,
        kernel: kernelImage(kernel),
        modules: modulesImage(kernel),
        rootfs: rootfsImage(layers.get(scenario.name) ?? rootfs),
        bundle: bundle.tar,
        consoleLog,
        kernelArguments: scenario.kernelArguments,
        purpose: { do: 'shell', sshPort: port },
      },
      temporary,
      `shell ${trial.id}`,
    );
    cleanup.register('guest', () => guest.stop());
    const stop = () => void guest.stop();
    signal.addEventListener('abort', stop, { once: true });
    await booted(consoleLog, port, guest.ended, signal);
    tell(`the bundle of ${trial.id} is in /run/netknee/bundle; the guest ends with this shell`);
    const words = request.words.length === 0 ? [] : [shellWords(request.words)];
    const { exitCode } = await execa(
      'ssh',
      [...ssh.options, '-p', String(port), 'root@127.0.0.1', ...words],
      {
        stdio: 'inherit',
        reject: false,
      },
    );
    return exitCode ?? EXIT.machine;
  });
}

/** A host key and a user key for this guest only; the host key is known before the first connection. */
async function makeKeys(temporary: string) {
  const inBundle = join(temporary, 'bundle/ssh');
  await mkdir(inBundle, { recursive: true });
  const userKey = join(temporary, 'user_key');
  const hostKey = join(inBundle, 'host_key');
  await writeFile(join(inBundle, 'authorized_keys'), `${await makeKey(userKey)}\n`);
  const hostPublic = await makeKey(hostKey);
  const knownHosts = join(temporary, 'known_hosts');
  const options = ['-F', 'none', '-i', userKey, '-o', `UserKnownHostsFile=${knownHosts}`];
  return {
    knownHosts,
    hostKey: hostPublic,
    options: [
      ...options,
      ...['StrictHostKeyChecking=yes', 'IdentitiesOnly=yes', 'LogLevel=ERROR', 'ConnectTimeout=30'].flatMap(
        (option) => ['-o', option],
      ),
    ],
  };
}

async function booted(
  log: string,
  port: number,
  ended: Promise<{ stderr: string }>,
  signal: AbortSignal,
): Promise<void> {
  let over: { stderr: string } | undefined;
  void ended.then((end) => {
    over = end;
  });
  const deadline = performance.now() + BOOT_DEADLINE_S * 1000;
  for (;;) {
    const text = await readFile(log, 'utf8').catch(() => '');
    const isReady = text.includes('netknee: shell ready');
    if (isReady && (await sshAnswers(port, deadline, () => over !== undefined || signal.aborted))) return;
    if (signal.aborted) throw new Failure({ what: 'interrupted', exit: EXIT.interrupted });
    if (over !== undefined || performance.now() > deadline) {
      throw new Failure({
        what:
          over === undefined
            ? `the guest was not ready within ${BOOT_DEADLINE_S} s`
            : 'the guest ended while it booted',
        exit: EXIT.machine,
        tail: tailOf(`${over?.stderr ?? ''}\n${text}`),
      });
    }
    await wait(100);
  }
}
