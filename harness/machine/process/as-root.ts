import { join } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import { packageRoot } from '../host/places.js';
import { type ExecOptions, exec } from './exec.js';
import { type RootWay, rootAccess, rootPrefix } from './root-access.js';

/** What `in-rootfs.sh` and `chroot` exit with when the command itself never ran. */
const NEVER_RAN = [125, 126, 127];

/** @throws Failure (prerequisite) with the cause and its remedy where there is no way */
export async function requireRootWay(): Promise<RootWay> {
  const access = await rootAccess();
  if ('way' in access) return access.way;
  throw new Failure({ what: access.why, exit: EXIT.prerequisite, remedy: access.remedy });
}

/**
 * Runs a command chrooted into a root tree with `build` at /build; returns its stdout.
 * @throws Failure: as `exec` does when the command fails; when it never ran, with what kept it from running
 */
export async function runInRootfs(
  tree: string,
  build: string,
  argv: string[],
  options: Pick<ExecOptions, 'deadlineS' | 'deadlineFrom' | 'what' | 'remedy' | 'exit' | 'signal'>,
): Promise<string> {
  const way = await requireRootWay();
  const script = join(packageRoot, 'harness/machine/process/in-rootfs.sh');
  const words = way === 'plain chroot' ? ['copy', tree, build] : ['mount', tree, build];
  const [file, ...rest] = [...rootPrefix(way), 'sh', script, ...words, ...argv];
  try {
    return await exec(file as string, rest, options);
  } catch (error) {
    if (!(error instanceof Failure) || !NEVER_RAN.includes(Number(error.details.exitCode))) throw error;
    throw new Failure({
      ...error.details,
      what: `a build could not be begun in the guest's tree ${tree}`,
      exit: EXIT.prerequisite,
      remedy:
        error.details.remedy ??
        '`netknee doctor` says what this machine allows; `netknee clean --cache` removes the tree, and it is made again.',
    });
  }
}
