import { rm } from 'node:fs/promises';
import { cleanLeftovers } from '../machine/leftovers.js';
import { cacheFolder } from '../machine/places.js';
import { say } from '../machine/terminal.js';
import { tidyFolder } from '../run/tidy-folder.js';

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
