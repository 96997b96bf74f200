import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { stateFolder } from '../host/places.js';

/** What netknee started and where it wrote, so that a killed run can be cleaned up after. */
const schema = z.strictObject({
  label: z.string(),
  /** The folder of this process's temporary files; it is removed with it. */
  folder: z.string(),
  owner: z.strictObject({ pid: z.number().int(), startTime: z.string() }),
  process: z.strictObject({ pid: z.number().int(), startTime: z.string() }).nullable(),
});

export type ProcessRecord = z.infer<typeof schema> & { path: string };

const folder = (): string => join(stateFolder(), 'machines');

/**
 * When a process began, as this system says it: with the pid it names one process for as long as the machine runs.
 * @returns undefined when there is no such process
 */
export async function startTimeOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return startTimeByPs(pid);
  try {
    return startTimeIn(await readFile(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Pure: of /proc/PID/stat, when a process began; undefined for one that has ended. */
export function startTimeIn(stat: string): string | undefined {
  // The name in field 2 may hold spaces and brackets; what follows its last bracket does not: fields 3 and 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A process that ended and was not waited for yet does nothing any more.
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

/** Where there is no /proc, as on macOS. */
export async function startTimeByPs(pid: number): Promise<string | undefined> {
  // Loaded where it is needed: a report takes its folder's lock and starts no program.
  const { execa } = await import('execa');
  const { failed, stdout } = await execa('ps', ['-o', 'lstart=', '-p', String(pid)], {
    reject: false,
    timeout: 10_000,
  });
  return failed || stdout.trim() === '' ? undefined : stdout.trim();
}

export async function isAlive(process: { pid: number; startTime: string }): Promise<boolean> {
  return (await startTimeOf(process.pid)) === process.startTime;
}

/**
 * Written before the process is started or the folder is made, completed when its pid is known.
 * @param temporary the folder that goes with it
 */
export async function recordProcess(label: string, temporary: string) {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const owner = { pid: process.pid, startTime: (await startTimeOf(process.pid)) ?? '' };
  // A record that was never finished says by its name whose it was.
  const path = join(folder(), `${owner.pid}.${owner.startTime.replace(/\W/g, '-')}.${randomUUID()}.json`);
  // As one act: whoever is killed here leaves the former record whole.
  const write = async (child: { pid: number; startTime: string } | null) => {
    const text = JSON.stringify({ label, folder: temporary, owner, process: child });
    try {
      await writeFile(`${path}${UNFINISHED}`, text, { mode: 0o600 });
      await rename(`${path}${UNFINISHED}`, path);
    } catch (error) {
      await rm(`${path}${UNFINISHED}`, { force: true });
      throw error;
    }
  };
  await write(null);
  return {
    path,
    started: async (pid: number): Promise<void> => {
      const startTime = await startTimeOf(pid);
      if (startTime !== undefined) await write({ pid, startTime });
    },
  };
}

export const forgetProcess = (record: { path: string }): Promise<void> => rm(record.path, { force: true });

/** At the end of the name of a record that is being written. */
const UNFINISHED = '.new';
const BEING_WRITTEN = /^(\d+)\.([\w-]*)\.[0-9a-f-]{36}\.json\.new$/;

/** Removes what a process that is gone left of a record it was writing; it had made nothing by then. */
export async function removeUnfinishedRecords(): Promise<void> {
  for (const name of await readdir(folder()).catch(() => [] as string[])) {
    const [, pid, startTime] = BEING_WRITTEN.exec(name) ?? [];
    if (pid === undefined) continue;
    if ((await startTimeOf(Number(pid)))?.replace(/\W/g, '-') === startTime) continue;
    await rm(join(folder(), name), { force: true });
  }
}

/** Records that stand; one that can't be read is left alone and not returned. */
export async function processRecords(): Promise<ProcessRecord[]> {
  const names = await readdir(folder()).catch(() => [] as string[]);
  const records: ProcessRecord[] = [];
  for (const name of names) {
    const path = join(folder(), name);
    try {
      records.push({ ...schema.parse(JSON.parse(await readFile(path, 'utf8'))), path });
    } catch {
      // Being written, or not ours.
    }
  }
  return records;
}
