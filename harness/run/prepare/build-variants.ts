import { existsSync } from 'node:fs';
import { EXIT, Failure } from '../../failure.js';
import type { Builder } from '../../machine/build/builder.js';
import { buildVariant, variantPath } from '../../machine/build/variant-build.js';
import type { SourceOptions } from '../../machine/build/variant-source.js';
import { sha256Folder } from '../../machine/files/digest.js';
import type { Stored } from '../../machine/image/store.js';
import type { Notice, Scenario, UnavailableVariant, Variant } from '../../types.js';
import { pinVariant } from './pins.js';
import type { PrepareRequest, Workplace } from './prepare-request.js';

/** Variants of one scenario: paths by name, and what could not be had. */
export interface BuiltVariants {
  variants: Map<string, string>;
  stored: Stored[];
  unavailable: UnavailableVariant[];
  notices: Notice[];
}

const BAKE_NEW = 'Bake it without --from-manifest: it is then made of what there is today.';

/** The variants of a scenario that the settings ask for. */
export const wantedVariants = ({ variants }: Scenario, { settings }: PrepareRequest): Variant[] =>
  variants.filter(({ name }) => settings.variants?.includes(name) ?? true);

/** Builds a scenario's variants one after the other; those that can't be had here are told with their reasons. */
export async function buildVariants(
  scenario: Scenario,
  request: PrepareRequest,
  builder: Builder,
  workplace: Workplace,
  options: SourceOptions,
): Promise<BuiltVariants> {
  const result: BuiltVariants = { variants: new Map(), stored: [], unavailable: [], notices: [] };
  for (const named of wantedVariants(scenario, request)) {
    const { built, variant, absent, notice } = await buildOne(named, request, builder, workplace, options);
    if (absent !== undefined) result.unavailable.push(absent);
    if (notice !== undefined) result.notices.push(notice);
    if (built === undefined) continue;
    result.stored.push(built);
    result.variants.set(variant.name, variantPath(built, variant));
  }
  if (request.onlyCached !== true) requireOne(scenario, result);
  return result;
}

/** What one variant came to: the build, or why there is none. */
interface Outcome {
  variant: Variant;
  built?: Stored;
  absent?: UnavailableVariant;
  notice?: Notice;
}

async function buildOne(
  named: Variant,
  { recorded }: PrepareRequest,
  builder: Builder,
  { store, pinned, onProgress }: Workplace,
  options: SourceOptions,
): Promise<Outcome> {
  const absent = recorded?.unavailable.find(({ name }) => name === named.name);
  if (absent !== undefined) return { variant: named, absent };
  const variant = pinned === undefined ? named : pinVariant(named, pinned);
  if (variant === undefined) {
    const reason = `the manifest of ${pinned?.run} has no build of it from a source that it has here`;
    return { variant: named, absent: { name: named.name, reason, remedy: BAKE_NEW } };
  }
  onProgress(`${variant.tool} ${variant.name}`);
  try {
    const built = await buildVariant(store, builder, variant, options);
    if (!(await isOfAnotherTree(variant, built))) return { variant, built };
    const text = `variant ${variant.name} is the build that the run was begun with; its source tree is another now`;
    return { variant, built, notice: { severity: 'warning', text } };
  } catch (error) {
    const isMissing = error instanceof Failure && error.details.exit === EXIT.prerequisite;
    const isUsersTree = named.sources.every(({ kind }) => kind === 'path');
    // What a manifest has is had, or nothing is; and nobody waits for a run without the tree that it was to be about.
    if (!isMissing || pinned !== undefined || isUsersTree) throw error;
    const remedy = error.details.remedy ?? '';
    return { variant, absent: { name: variant.name, reason: reasonOf(error), remedy } };
  }
}

/** What failed, and of a command the last line that it printed: the true cause stands there. */
function reasonOf({ message, details: { exitCode, tail = '' } }: Failure): string {
  const lines = tail.split('\n').filter((line) => line.trim() !== '');
  return exitCode === undefined || lines.length === 0
    ? message
    : `${message} (exit code ${exitCode}: ${lines.slice(-2).join('; ')})`;
}

/** @throws Failure (prerequisite) when a scenario that compares variants has none: its first trial would fail, booted in vain */
function requireOne({ name }: Scenario, { variants, unavailable }: BuiltVariants): void {
  if (variants.size > 0 || unavailable.length === 0) return;
  throw new Failure({
    what: `${name} can't be measured: none of its variants is there`,
    exit: EXIT.prerequisite,
    tail: unavailable.map((one) => `${one.name}: ${one.reason}`).join('\n'),
    remedy: unavailable.map(({ remedy }) => remedy).find((remedy) => remedy !== ''),
  });
}

/** Whether a variant of the user's own tree was built of what does not stand there any more. */
async function isOfAnotherTree({ sources }: Variant, { artifact }: Stored): Promise<boolean> {
  const { treeSha256 } = artifact.details;
  const [source] = sources;
  if (treeSha256 === undefined || source?.kind !== 'path') return false;
  return !existsSync(source.path) || (await sha256Folder(source.path)) !== treeSha256;
}
