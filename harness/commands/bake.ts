import { cacheFolder } from '../machine/host/places.js';
import { say } from '../machine/host/terminal.js';
import type { RawOptions } from '../run/config/option-words.js';
import { resolvePlan } from '../run/plan/resolve-plan.js';
import { requireNeeds } from '../run/prepare/needs.js';
import { prepare } from '../run/prepare/prepare.js';
import { requireTools } from '../run/requirements/requirements.js';
import { duration } from './duration.js';
import { pinnedLines } from './pinned-lines.js';
import { settingsOf } from './settings-of.js';

/** Bakes the guest, fetches kernels and builds variants into the cache. */
export async function bake(names: string[], options: RawOptions, signal: AbortSignal): Promise<void> {
  const settings = await settingsOf(names, options);
  const { scenarios, kernels, plan } = await resolvePlan(settings);
  await requireTools([]);
  const onProgress = (what: string) => say(`prepare: ${what}\n`);
  const began = performance.now();
  const prepared = await prepare({
    scenarios,
    kernels,
    settings,
    onProgress,
    signal,
  });
  const { guest } = prepared;
  if (guest !== undefined) await requireNeeds({ scenarios, trials: plan.trials, guest, onProgress, signal });
  for (const { kind, name, sha256, details } of prepared.artifacts) {
    const version = details.version ?? details.suite ?? '';
    say(`${kind} ${name} ${version} sha256 ${sha256.slice(0, 16)}\n`);
  }
  for (const { name, reason, remedy } of prepared.unavailable) {
    say(`warning: variant "${name}" is not there: ${reason}\n  remedy: ${remedy}\n`);
  }
  for (const line of pinnedLines(prepared)) say(`${line}\n`);
  say(`baked in ${duration((performance.now() - began) / 1000)}; everything stands in ${cacheFolder()}\n`);
}
