import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describeFailure, Failure } from '../../failure.js';
import { removeTree } from '../files/remove-tree.js';
import { cacheFolder } from '../host/places.js';
import { isAlive, processRecords, removeUnfinishedRecords, startTimeOf } from '../process/process-record.js';
import { isWorkOfAnother } from './vagrant-failure.js';
import { destroyMachine } from './vagrant-guest.js';
import { abandonedPlaces, type VagrantPlace } from './vagrant-place.js';

/** An archive that `image export` was writing, beside the one it was to become. */
const HALF_EXPORTED = /^\.netknee-image-[0-9a-f]{8}$/;
const KILL_DEADLINE_MS = 5000;
const OTHER_DEADLINE_MS = 120_000;

/**
 * Ends guests whose netknee is gone, by recorded pid and start time, destroys machines that Vagrant made for it, and
 * removes temporary folders and half-made artifacts. What a living netknee owns is left alone.
 * @param tidy takes what nobody writes any more out of a folder that is on record and is not temporary, such as a results folder
 * @returns what was done, a line each
 */
export async function cleanLeftovers(
  tidy: (folder: string) => Promise<string[]> = async () => [],
): Promise<string[]> {
  const done: string[] = [];
  await removeUnfinishedRecords();
  for (const record of await processRecords()) {
    if (await isAlive(record.owner)) continue;
    if (record.process !== null && (await isAlive(record.process))) {
      await endProcess(record.process);
      done.push(`ended the guest of ${record.label} (pid ${record.process.pid})`);
    }
    // Only what netknee itself named may be removed, whatever a record says.
    const inTemporary = dirname(resolve(record.folder)) === resolve(tmpdir());
    const isOurs = inTemporary && basename(record.folder).startsWith('netknee-');
    if (isOurs || HALF_EXPORTED.test(basename(record.folder))) {
      if (existsSync(record.folder)) done.push(`removed ${record.folder}`);
      await removeTree(record.folder);
    } else done.push(...(await tidy(record.folder)));
    await rm(record.path, { force: true });
  }
  for (const place of await abandonedPlaces()) {
    const destroyed = await destroyWhenFree(place).catch((error) => {
      if (!(error instanceof Failure)) throw error;
      return error;
    });
    if (destroyed instanceof Failure) done.push(`left ${place.folder}: ${describeFailure(destroyed)}`);
    else done.push(`removed the machine of Vagrant in ${place.folder}`);
  }
  const making = join(cacheFolder(), 'making');
  for (const name of await readdir(making).catch(() => [] as string[])) {
    if ((await startTimeOf(Number(name.split('-')[0]))) !== undefined) continue;
    await rm(join(making, name), { recursive: true, force: true });
    done.push(`removed half-made ${name}`);
  }
  return done;
}

/** A Vagrant whose netknee was killed is taking its machine away by itself. */
async function destroyWhenFree(place: VagrantPlace): Promise<void> {
  const deadline = performance.now() + OTHER_DEADLINE_MS;
  for (;;) {
    try {
      return await destroyMachine(place);
    } catch (error) {
      if (!isWorkOfAnother(error) || performance.now() > deadline) throw error;
    }
    await wait(1000);
  }
}

async function endProcess(process_: { pid: number; startTime: string }): Promise<void> {
  process.kill(process_.pid, 'SIGTERM');
  const deadline = performance.now() + KILL_DEADLINE_MS;
  while (await isAlive(process_)) {
    if (performance.now() > deadline) {
      process.kill(process_.pid, 'SIGKILL');
      return;
    }
    await wait(50);
  }
}
