import { execa } from 'execa';
import { HOST_ARCHITECTURE } from '../host/architecture.js';
import { machineType } from './qemu-machine.js';

/** What this machine's QEMU says of itself. */
export interface QemuCheck {
  /** Its first line: `QEMU emulator version 7.2.22 (Debian …)`. */
  version: string;
  /** Why guests of netknee can't run in it, if they can't. */
  problem?: string;
  remedy?: string;
}

const DEADLINE_MS = 20_000;

/** The oldest and the newest release of QEMU whose figures were compared; others that have the machine type run, too. */
export const COMPARED = '5.2 to 10.0';

/** Pure: the names in the answer to `-machine help`: a line each, after a heading. */
export const machineNames = (help: string): string[] =>
  help
    .split('\n')
    .slice(1)
    .flatMap((line) => /^(\S+)/.exec(line)?.[1] ?? []);

/**
 * Asks QEMU for its version and the machines that it has, before anything is baked for it.
 * @returns undefined when there is no QEMU
 */
export async function checkQemu(program: string = HOST_ARCHITECTURE.qemu): Promise<QemuCheck | undefined> {
  const ask = (...argv: string[]) =>
    execa(program, argv, { reject: false, stdin: 'ignore', timeout: DEADLINE_MS });
  const said = await ask('--version');
  if (said.code === 'ENOENT') return undefined;
  const version = (said.stdout ?? '').split('\n')[0] ?? '';
  if (said.failed) {
    return {
      version,
      problem: `${program} --version fails: ${(said.stderr || said.shortMessage || '').split('\n')[0]}`,
      remedy: `Install QEMU anew; \`${program} --version\` must end well.`,
    };
  }
  const wanted = machineType(HOST_ARCHITECTURE);
  const help = await ask('-machine', 'help');
  if (machineNames(help.stdout ?? '').includes(wanted)) return { version };
  return {
    version,
    problem: `it has no machine ${wanted} (\`${program} -machine help\`)`,
    remedy: `Install a QEMU that has it: compared were QEMU ${COMPARED}.`,
  };
}
