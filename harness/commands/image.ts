import { dirname, resolve } from 'node:path';
import { requireResultsFolder } from '../machine/host/make-folder.js';
import { cacheFolder } from '../machine/host/places.js';
import { say } from '../machine/host/terminal.js';
import { exportImage, importImage } from '../machine/image/image-archive.js';
import type { RawOptions } from '../run/config/option-words.js';
import { resolvePlan } from '../run/plan/resolve-plan.js';
import { prepare } from '../run/prepare/prepare.js';
import { requireTools } from '../run/requirements/requirements.js';
import { settingsOf } from './settings-of.js';

/** Bakes what a plan needs, where it is not there yet, and packs it into one file. */
export async function exportCommand(
  file: string,
  names: string[],
  options: RawOptions,
  signal: AbortSignal,
): Promise<void> {
  const settings = await settingsOf(names, options);
  const { scenarios, kernels } = await resolvePlan(settings);
  await requireResultsFolder(dirname(resolve(file)));
  await requireTools([]);
  const onProgress = (what: string) => say(`prepare: ${what}\n`);
  const { stored } = await prepare({ scenarios, kernels, settings, onProgress, signal });
  await exportImage(resolve(file), stored, signal);
  say(`${file}: ${stored.length} artifacts\n`);
}

/** Puts an exported image into this machine's cache. */
export async function importCommand(file: string, signal: AbortSignal): Promise<void> {
  const { added, known } = await importImage(resolve(file), cacheFolder(), signal);
  for (const path of added) say(`added ${path}\n`);
  say(`added ${added.length}, already there ${known.length}\n`);
}
