import { rm } from 'node:fs/promises';
import { cacheFolder } from '../machine/host/places.js';
import { say } from '../machine/host/terminal.js';
import { cleanLeftovers } from '../machine/vagrant/leftovers.js';
import { tidyFolder } from '../run/results/tidy-folder.js';

/** Removes what killed runs left; with `--cache` the images and builds too. */
export async function clean(options: { cache?: boolean }): Promise<void> {
  const removed = await cleanLeftovers(tidyFolder);
  for (const line of removed) say(`${line}\n`);
  if (removed.length === 0) say('nothing was left behind\n');
  if (options.cache === true) {
    await rm(cacheFolder(), { recursive: true, force: true });
    say(`removed ${cacheFolder()}\n`);
  }
}
