import { chmod, copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import type { Variant, VariantSource } from '../../types.js';
import { sha256File } from '../files/digest.js';
import { readText } from '../files/regular-file.js';
import type { Made, Store, Stored } from '../image/store.js';
import type { Builder } from './builder.js';
import { applyPatch } from './variant-patch.js';
import { type FetchSource, identifySource, type SourceOptions } from './variant-source.js';

const BUILD_DEADLINE_S = 300;
const COPY_DEADLINE_S = 60;

/** The built tool, under the name it must be called by, in a folder of its own. */
export const variantPath = (stored: Stored, variant: Variant): string =>
  join(stored.folder, variant.product.as);

/**
 * Builds a variant from the first of its sources that can be had now, whether or not it was built before: another one would
 * be another tool. Where none can be had, as on a machine without network, what was built of them before is taken, in their
 * order; what a run was begun with (`Store.recorded`) comes before all of that.
 * @throws Failure naming what stood in the way of each source
 */
export async function buildVariant(
  store: Store,
  builder: Builder,
  variant: Variant,
  options: SourceOptions,
): Promise<Stored> {
  const recorded = await store.findRecorded('variant', variant.name);
  if (recorded !== undefined) return recorded;
  const problems: Failure[] = [];
  const missed: unknown[] = [];
  for (const source of variant.sources) {
    try {
      if (source.kind === 'guest') return await takeShipped(store, builder, variant, source, options.signal);
      const identified = await identifySource(source, options);
      const { patches = [], targets, makeArguments = [], product } = variant;
      const recipe = { patches, targets, makeArguments, product };
      const inputs = { source: identified.inputs, recipe, ...builder.inputs };
      missed.push(inputs);
      const fetch = await identified.reach();
      return await store.obtain('variant', variant.name, inputs, (folder) =>
        build(folder, builder, variant, fetch, options.signal),
      );
    } catch (error) {
      // Only a source that can't be had gives way to the next; one that fails to build does not.
      if (error instanceof DoesNotBuild) throw error.failure;
      if (!(error instanceof Failure) || error.details.exit !== EXIT.prerequisite) throw error;
      problems.push(error);
    }
  }
  for (const inputs of missed) {
    const cached = await store.find('variant', variant.name, inputs);
    if (cached !== undefined) return cached;
  }
  throw new Failure({
    what: `no source of ${variant.tool} variant "${variant.name}" can be had: ${problems.map((p) => p.message).join('; ')}`,
    exit: EXIT.prerequisite,
    tail: problems.map((problem) => problem.details.tail ?? '').join('\n'),
    remedy: problems.find((problem) => problem.details.remedy !== undefined)?.details.remedy,
  });
}

/** The source was there, and its build failed. */
class DoesNotBuild extends Error {
  constructor(readonly failure: unknown) {
    super('does not build', { cause: failure });
  }
}

/** The distribution's own tool, as it is; another version than the one asked for is not taken in its place. */
function takeShipped(
  store: Store,
  builder: Builder,
  variant: Variant,
  source: Extract<VariantSource, { kind: 'guest' }>,
  signal: AbortSignal | undefined,
): Promise<Stored> {
  return store.obtain('variant', variant.name, { source, ...builder.inputs }, async (folder) => {
    const binary = join(folder, variant.product.as);
    const what = `the distribution's ${source.path} can't be had`;
    const says = await builder.takeShipped(source.path, binary, { deadlineS: COPY_DEADLINE_S, what, signal });
    if (!says.includes(source.version)) {
      throw new Failure({
        what: `the distribution's ${source.path} is not ${source.version}: it says "${says}"`,
        exit: EXIT.prerequisite,
        remedy: 'Measure in the distribution that ships it: --provider vagrant, or --image xenial.',
      });
    }
    await chmod(binary, 0o755);
    const details = { source: 'distribution', path: source.path, version: says, ...builder.details };
    return { sha256: await sha256File(binary), details };
  });
}

async function build(
  folder: string,
  builder: Builder,
  variant: Variant,
  fetch: FetchSource,
  signal: AbortSignal | undefined,
): Promise<Made> {
  const { patches = [], product } = variant;
  const tree = join(folder, 'source');
  const details = await fetch(tree);
  try {
    await compile(tree, builder, variant, signal);
  } catch (error) {
    throw new DoesNotBuild(error);
  }
  const binary = join(folder, product.as);
  await copyFile(join(tree, product.path), binary);
  await chmod(binary, 0o755);
  await rm(tree, { recursive: true });
  const patch = patches.map(({ file, within, line }) => `${file}: ${line} in ${within}()`).join('; ');
  return {
    sha256: await sha256File(binary),
    details: { ...details, ...(patch === '' ? {} : { patch }), ...builder.details },
  };
}

async function compile(
  tree: string,
  builder: Builder,
  variant: Variant,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { patches = [], targets, makeArguments = [], product } = variant;
  for (const patch of patches) {
    const path = join(tree, patch.file);
    await writeFile(path, applyPatch(await readText(path), patch));
  }
  // The top Makefile hands every folder its flags; a folder alone would be built without them.
  const commands = [
    ['sh', './configure'],
    ['make', '-j2', `SUBDIRS=${targets.join(' ')}`, ...makeArguments],
  ];
  await builder.build(tree, commands, [product.path], {
    deadlineS: BUILD_DEADLINE_S,
    what: `${variant.tool} variant "${variant.name}" could not be built`,
    signal,
  });
}
