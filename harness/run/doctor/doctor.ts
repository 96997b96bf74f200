import { totalmem } from 'node:os';
import { Failure } from '../../failure.js';
import { cacheFolder, makePlaces } from '../../machine/host/places.js';
import { freeMb } from '../../machine/qemu/host-facts.js';
import { mirrorOf } from '../config/mirror-of.js';
import type { Settings } from '../config/settings.js';
import { chooseScenarios, discover, unasked } from '../plan/discover.js';
import { bakedAlready } from '../prepare/baked-already.js';
import type { Finding } from '../requirements/finding.js';
import { examineNeeds } from '../requirements/requirements.js';
import { examineKvm } from './doctor-kvm.js';
import { examineProviders } from './doctor-providers.js';
import { examineScenarios } from './doctor-scenarios.js';

const NEEDED_MB = 3000;
const NEEDED_MEMORY_MB = 3000;

/**
 * Everything that can be said of this machine without making another one.
 * @param names of scenarios, of which is said what each needs; of the cache, whether it has all for these, or for all that are measured unasked
 */
export async function examine(
  { debian, 'scenario-folders': folders }: Pick<Settings, 'debian' | 'scenario-folders'>,
  names: readonly string[] = [],
): Promise<Finding[]> {
  await makePlaces();
  const scenarios =
    names.length === 0 ? unasked(await discover(folders)) : await chooseScenarios(names, folders);
  const baked = await bakedAlready(scenarios);
  const baking = [...(await examineNeeds(['baking'])), await mirror(debian), await disk()];
  const findings = [
    ...(await examineNeeds(['guests'])),
    ...(baked.complete ? baking.map(notNeeded) : baking),
    { what: 'cache', state: baked.complete ? 'ok' : 'note', detail: baked.detail } as const,
    memory(),
    await examineKvm(),
  ];
  const asked = names.length === 0 ? [] : await examineScenarios(scenarios);
  return [...findings, ...(await examineProviders(findings)), ...asked];
}

/** What a bake lacks keeps nobody from running what was baked before. */
function notNeeded(finding: Finding): Finding {
  if (finding.state !== 'missing') return finding;
  const { remedy: _, ...rest } = finding;
  return {
    ...rest,
    state: 'note',
    detail: `${finding.detail}; not needed: all that a run takes is in the cache`,
  };
}

async function mirror(debian: Settings['debian']): Promise<Finding> {
  try {
    const { main, security, notice } = await mirrorOf(debian)();
    const detail = [`${main}, ${security ?? 'no security archive'}`, notice].filter(Boolean).join('; ');
    return { what: 'Debian mirror', state: 'ok', detail };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const remedy = error.details.remedy ?? '';
    return { what: 'Debian mirror', state: 'missing', detail: error.message, remedy };
  }
}

async function disk(): Promise<Finding> {
  const free = await freeMb(cacheFolder());
  const detail = `${free} MB free in ${cacheFolder()}`;
  if (free >= NEEDED_MB) return { what: 'disk', state: 'ok', detail };
  const remedy = `Free ${NEEDED_MB} MB there, or point XDG_CACHE_HOME elsewhere.`;
  return { what: 'disk', state: 'missing', detail, remedy };
}

function memory(): Finding {
  // What a container or a unit of systemd may use is less than what the machine has.
  const limits = [totalmem(), process.constrainedMemory() ?? 0].filter((bytes) => bytes > 0);
  const mb = Math.round(Math.min(...limits) / 1024 / 1024);
  const detail = `${mb} MB may be used here; a guest has 2048`;
  if (mb >= NEEDED_MEMORY_MB) return { what: 'memory', state: 'ok', detail };
  const remedy = `Give this machine, or the container netknee runs in, ${NEEDED_MEMORY_MB} MB.`;
  return { what: 'memory', state: 'missing', detail, remedy };
}
