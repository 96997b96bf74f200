import { join } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import type { Builder } from '../../machine/build/builder.js';
import { rootfsBuilder } from '../../machine/build/rootfs-builder.js';
import { cacheFolder, packageRoot } from '../../machine/host/places.js';
import { Store, type Stored } from '../../machine/image/store.js';
import type { Notice, Scenario, UnavailableVariant } from '../../types.js';
import { mirrorOf } from '../config/mirror-of.js';
import { scenarioFolder } from '../plan/discover.js';
import { requireTools } from '../requirements/requirements.js';
import type { BundleParts } from '../trial/bundle.js';
import { bakeCommon, bakeScenarioLayer, builderOver } from './bake-guest.js';
import { buildModules } from './build-modules.js';
import { buildPrograms, programPaths, scriptsOf } from './build-programs.js';
import { buildVariants, wantedVariants } from './build-variants.js';
import { comparePinned } from './pinned-differences.js';
import { pinnedGuest, requirePinned } from './pinned-guest.js';
import type { Guest, Prepared, PrepareRequest, Workplace } from './prepare-request.js';

export type { Prepared, PrepareRequest } from './prepare-request.js';

/** Bakes the guest and builds what goes into bundles; what stands in the cache is not made again. */
export async function prepare(request: PrepareRequest): Promise<Prepared> {
  const { settings, signal, onProgress } = request;
  const store = new Store(cacheFolder(), beforeMaking(request), request.recorded?.artifacts);
  const find = mirrorOf(settings.debian);
  let notice: string | undefined;
  const mirror = async () => {
    const found = await find();
    notice = found.notice;
    return found;
  };
  const pinned = await pinnedGuest(store, settings, mirror, signal);
  try {
    const made = await make(request, { store, mirror, pinned, onProgress, signal });
    const notices: Notice[] = notice === undefined ? [] : [{ severity: 'warning', text: notice }];
    const prepared = { ...made, notices: [...made.notices, ...notices] };
    if (pinned === undefined) return prepared;
    const compared = { run: pinned.run, ...comparePinned(prepared.artifacts, pinned.artifacts) };
    return { ...prepared, pinned: compared };
  } finally {
    await pinned?.archives.end();
  }
}

/** What making something takes is asked for when something must be made: a machine with a full cache needs none of it. */
function beforeMaking({ builder, onlyCached }: PrepareRequest): () => Promise<void> {
  if (onlyCached === true) {
    return async () => {
      throw new Failure({ what: 'not all of it is in the cache', exit: EXIT.prerequisite });
    };
  }
  // A machine that builds has its own tool chain; where sources can't be had, the variant says so.
  if (builder !== undefined) return async () => {};
  let checked: Promise<void> | undefined;
  return () => {
    checked ??= requireTools(['baking']);
    return checked;
  };
}

async function make(request: PrepareRequest, workplace: Workplace): Promise<Prepared> {
  const { onProgress } = workplace;
  const options = sourceOptions(request, workplace);
  if (workplace.pinned !== undefined) await requireAllPinned(request, workplace, options);
  const guest = request.builder === undefined ? await bakeCommon(request.kernels, workplace) : undefined;
  const common = request.builder ?? rootfsBuilder((guest as Guest).rootfs);
  onProgress('probes');
  const probes = await buildPrograms(join(packageRoot, 'harness/probes'), common, workplace);
  const made: MadeScenario[] = [];
  for (const scenario of request.scenarios) {
    made.push(await makeScenario(scenario, { request, workplace, options, guest, common, probes }));
  }
  const stored = [
    ...(guest === undefined ? [] : [guest.rootfs, ...guest.kernels.values()]),
    ...probes,
    ...made.flatMap((one) => one.stored),
  ];
  const layers = new Map(made.flatMap(({ name, layer }) => (layer === undefined ? [] : [[name, layer]])));
  return {
    ...(guest && { guest: { ...guest, layers } }),
    parts: new Map(made.map(({ name, parts }) => [name, parts])),
    artifacts: stored.map(({ artifact }) => artifact),
    stored,
    unavailable: made.flatMap((one) => one.unavailable),
    notices: made.flatMap((one) => one.notices),
  };
}

/** Where sources of variants come from. */
const sourceOptions = ({ settings, onlyCached }: PrepareRequest, { mirror, pinned, signal }: Workplace) => ({
  mirror,
  clones: settings.clones ?? {},
  archives: pinned?.archives,
  offline: onlyCached,
  signal,
});

type Options = ReturnType<typeof sourceOptions>;

/** What is made once for all scenarios. */
interface Common {
  request: PrepareRequest;
  workplace: Workplace;
  options: Options;
  guest: Guest | undefined;
  common: Builder;
  probes: readonly Stored[];
}

/** What is made of one scenario; `layer` is among `stored`. */
interface MadeScenario {
  name: string;
  layer: Stored | undefined;
  parts: BundleParts;
  stored: Stored[];
  unavailable: UnavailableVariant[];
  notices: Notice[];
}

async function makeScenario(
  scenario: Scenario,
  { request, workplace, options, guest, common, probes }: Common,
): Promise<MadeScenario> {
  const folder = join(scenarioFolder(scenario), 'guest');
  const layer = await bakeScenarioLayer(scenario, guest, workplace);
  const builder = builderOver(layer, common);
  const programs = await buildPrograms(folder, builder, workplace);
  const variants = await buildVariants(scenario, request, builder, workplace, options);
  const modules = await buildModules(scenario, guest, workplace);
  return {
    name: scenario.name,
    layer,
    parts: {
      programs: programPaths([...probes, ...programs]),
      variants: variants.variants,
      modules: modules.modules,
      scripts: await scriptsOf(folder),
    },
    stored: [...(layer === undefined ? [] : [layer]), ...programs, ...variants.stored, ...modules.stored],
    unavailable: variants.unavailable,
    notices: [...variants.notices, ...modules.notices],
  };
}

/** @throws Failure when what the manifest names can't be had, before anything is made */
async function requireAllPinned(
  request: PrepareRequest,
  { store, pinned, onProgress }: Workplace,
  options: Options,
): Promise<void> {
  if (pinned === undefined) return;
  if (request.builder !== undefined) {
    throw new Failure({
      what: 'a manifest is baked into a guest, and this provider has a machine of its own',
      exit: EXIT.usage,
      remedy: 'Leave out --from-manifest, or say --provider qemu.',
    });
  }
  onProgress(`the packages of ${pinned.run}`);
  const variants = request.scenarios.flatMap((scenario) => wantedVariants(scenario, request));
  await requirePinned(store, pinned, { ...request, variants }, options);
}
