import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

const NETWORK = '/proc/net/';
/** Processes are asked so many at a time. */
const AT_ONCE = 64;

/** Where a file stands, and what is to be said beside what is read of it. */
export interface NetworkFiles {
  files: string[];
  beside?: string;
}

/**
 * A file below /proc/net is another one in each network namespace: those of all processes whose namespace may be seen, one each.
 * Of other users' processes root alone may; containers are such.
 */
export async function networkFiles(file: string, proc = '/proc'): Promise<NetworkFiles> {
  if (!file.startsWith(NETWORK)) return { files: [file] };
  const processes = (await readdir(proc)).filter((name) => /^\d+$/.test(name));
  const own = await readlink(join(proc, 'self/ns/net')).catch(() => undefined);
  const first = new Map<string, string>();
  let hidden = 0;
  for (let i = 0; i < processes.length; i += AT_ONCE) {
    await Promise.all(
      processes.slice(i, i + AT_ONCE).map(async (pid) => {
        try {
          const namespace = await readlink(join(proc, pid, 'ns/net'));
          if (!first.has(namespace)) first.set(namespace, pid);
        } catch (error) {
          if (['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) hidden++;
        }
      }),
    );
  }
  const name = file.slice(NETWORK.length);
  const others = [...first]
    .filter(([namespace]) => namespace !== own)
    .map(([, pid]) => join(proc, pid, 'net', name));
  const files = [join(proc, 'self/net', name), ...others];
  const beside = [
    ...(others.length === 0 ? [] : [`the most of ${files.length.toLocaleString('en')} network namespaces`]),
    ...(hidden === 0
      ? []
      : [
          `network namespaces of ${hidden.toLocaleString('en')} processes: not known${process.getuid?.() === 0 ? '' : ', needs root'}`,
        ]),
  ];
  return { files, ...(beside.length > 0 && { beside: beside.join('; ') }) };
}
