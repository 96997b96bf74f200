import { delimiter } from 'node:path';

/** Folders of system programs; the PATH of an ordinary user of Debian leaves them out. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** Variables that change what tar, make, gzip, git or a shell do, whoever set them for another purpose. */
const MEDDLING = [
  ...['TAR_OPTIONS', 'GZIP', 'XZ_OPT', 'XZ_DEFAULTS', 'POSIXLY_CORRECT'],
  ...['MAKEFLAGS', 'MFLAGS', 'GNUMAKEFLAGS', 'MAKELEVEL', 'MAKEFILES'],
  ...['BASH_ENV', 'ENV', 'CDPATH', 'GLOBIGNORE', 'SHELLOPTS', 'BASHOPTS'],
  ...['LANGUAGE', 'SOURCE_DATE_EPOCH'],
];

/** Modes of files that netknee makes; what a guest is made of must not depend on who bakes it. */
const UMASK = 0o022;

let callerUmask = UMASK;

/**
 * Pure: the folders that programs are looked up in, the caller's first.
 * @param path the caller's PATH
 * @param platform as `process.platform`; Windows has no such folders
 */
export function searchPath(path: string, platform: NodeJS.Platform = process.platform): string {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  if (platform === 'win32') return folders.join(delimiter);
  return [...folders, ...SYSTEM_FOLDERS.filter((folder) => !folders.includes(folder))].join(delimiter);
}

/**
 * Makes netknee and every program it starts independent of the caller's umask, locale, time zone and leftover variables,
 * and lets them find system programs that the caller's PATH leaves out. Called once, before anything is started.
 */
export function leaveCallerEnvironment(): void {
  callerUmask = process.umask(UMASK);
  for (const name of MEDDLING) delete process.env[name];
  process.env.PATH = searchPath(process.env.PATH ?? '');
  // Only glibc and musl know this name; elsewhere it is English with the same encoding.
  process.env.LC_ALL = process.platform === 'linux' ? 'C.UTF-8' : 'en_US.UTF-8';
  process.env.TZ = 'UTC';
}

/**
 * The mode of a folder or file that a user asked for by name, such as a results folder: as private as the user's own
 * umask makes it.
 * @param mode 0o777 for a folder, 0o666 for a file
 */
export const callerMode = (mode: 0o777 | 0o666): number => mode & ~callerUmask;
