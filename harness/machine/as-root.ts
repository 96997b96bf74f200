import { join } from 'node:path';
import { type ExecOptions, exec } from './exec.js';
import { packageRoot } from './places.js';

/**
 * The words that run a command with a mount namespace of its own and uid 0: really, when netknee
 * runs as root, else in a user namespace, where everything the user owns seems owned by root.
 */
export function asRootPrefix(uid: number): string[] {
  const mapped = uid === 0 ? [] : ['--map-root-user'];
  return ['unshare', ...mapped, '--mount', '--fork', '--kill-child', '--'];
}

/** Runs a command chrooted into a root tree with `build` at /build; returns its stdout. */
export async function runInRootfs(
  tree: string,
  build: string,
  argv: string[],
  options: Pick<ExecOptions, 'deadlineS' | 'what' | 'remedy' | 'exit' | 'signal'>,
): Promise<string> {
  const script = join(packageRoot, 'harness/machine/in-rootfs.sh');
  const [file, ...rest] = [...asRootPrefix(process.getuid?.() ?? 0), 'sh', script, tree, build, ...argv];
  return exec(file as string, rest, options);
}
