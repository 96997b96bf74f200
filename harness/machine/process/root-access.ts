import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { execa } from 'execa';

/** How netknee comes by a root of its own, to unpack and build in the guest's tree. */
export type RootWay =
  /** root, with namespaces for each command. */
  | 'root'
  /** An ordinary user, as root of a user namespace. */
  | 'user namespace'
  /** root that may not mount, as in most containers: a plain chroot, with what is built copied in and out. */
  | 'plain chroot';

export type RootAccess = { way: RootWay } | { why: string; remedy: string };

/** What a refusal can be explained by; read from /proc and the file system. */
export interface Restrictions {
  /** kernel.unprivileged_userns_clone, of Debian's kernels. */
  userNamespacesOff: boolean;
  /** kernel.apparmor_restrict_unprivileged_userns, of Ubuntu's since 23.10. */
  appArmor: boolean;
  /** user.max_user_namespaces. */
  noUserNamespaces: boolean;
  container: boolean;
}

const DEADLINE_MS = 20_000;
const NAMESPACES = ['--mount', '--net', '--ipc', '--uts', '--pid'];

/**
 * The words that begin a command as root with mounts, processes and a network of its own (which reaches nothing); what comes
 * after them is the command. What it leaves running is killed when it ends.
 */
export const rootPrefix = (way: RootWay): string[] =>
  way === 'plain chroot'
    ? []
    : [
        'unshare',
        ...(way === 'root' ? [] : ['--map-root-user']),
        ...NAMESPACES,
        '--fork',
        '--kill-child',
        '--',
      ];

let found: Promise<RootAccess> | undefined;

/** Tries it, once in the life of this process: neither a version nor a setting says what a kernel or a container allows. */
export function rootAccess(): Promise<RootAccess> {
  found ??= tryAccess();
  return found;
}

async function tryAccess(): Promise<RootAccess> {
  const isRoot = process.getuid?.() === 0;
  const way = isRoot ? 'root' : 'user namespace';
  const refused = await attempt([...rootPrefix(way), 'true']);
  if (refused === undefined) return { way };
  if (isRoot && (await attempt(['chroot', '/', 'true'])) === undefined) return { way: 'plain chroot' };
  return explain(isRoot, refused, await restrictions());
}

/** @returns the last line that it said, when it failed */
async function attempt([file, ...argv]: string[]): Promise<string | undefined> {
  const { failed, stderr, shortMessage } = await execa(file as string, argv, {
    reject: false,
    stdin: 'ignore',
    timeout: DEADLINE_MS,
  });
  if (!failed) return undefined;
  return (stderr || shortMessage || '').trim().split('\n').at(-1) ?? '';
}

async function restrictions(): Promise<Restrictions> {
  const text = (path: string) =>
    readFile(path, 'utf8').then(
      (read) => read.trim(),
      () => '',
    );
  return {
    userNamespacesOff: (await text('/proc/sys/kernel/unprivileged_userns_clone')) === '0',
    appArmor: (await text('/proc/sys/kernel/apparmor_restrict_unprivileged_userns')) === '1',
    noUserNamespaces: (await text('/proc/sys/user/max_user_namespaces')) === '0',
    container:
      existsSync('/.dockerenv') || existsSync('/run/.containerenv') || process.env.container !== undefined,
  };
}

/** What helps wherever something was baked elsewhere. */
const CARRY =
  'or bake on another machine: `netknee image export FILE` there, `netknee image import FILE` here';

/**
 * Pure: why there is no way to a root of one's own, and what to do.
 * @param said what the failed attempt printed last
 */
export function explain(isRoot: boolean, said: string, found: Restrictions): { why: string; remedy: string } {
  if (/ENOENT|not found/.test(said)) {
    const remedy = 'Install util-linux (unshare) and coreutils (chroot).';
    return { why: 'there is no program unshare', remedy };
  }
  if (isRoot) {
    const why = `root may neither make mount namespaces nor change its root directory here (${said})`;
    return { why, remedy: `Give the container CAP_SYS_CHROOT, as engines do by default,\n${CARRY}.` };
  }
  const why = (cause: string) => `ordinary users get no user namespace here: ${cause} (${said})`;
  if (found.userNamespacesOff) {
    const remedy = `sudo sysctl -w kernel.unprivileged_userns_clone=1, or run netknee as root,\n${CARRY}.`;
    return { why: why('kernel.unprivileged_userns_clone is 0'), remedy };
  }
  if (found.noUserNamespaces) {
    const remedy = `sudo sysctl -w user.max_user_namespaces=15000, or run netknee as root,\n${CARRY}.`;
    return { why: why('user.max_user_namespaces is 0'), remedy };
  }
  if (found.container) {
    const remedy = `Run netknee as root in the container (no capability beyond the engine's own is needed),\n${CARRY}.`;
    return { why: why('the container forbids it'), remedy };
  }
  if (found.appArmor) {
    const remedy = `sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or run netknee as root,\n${CARRY}.`;
    return { why: why('AppArmor restricts them (Ubuntu 23.10 and later)'), remedy };
  }
  return { why: why('the kernel or a security module refuses'), remedy: `Run netknee as root,\n${CARRY}.` };
}
