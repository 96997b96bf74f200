import { mkdir, readFile } from 'node:fs/promises';
import { totalmem, userInfo } from 'node:os';
import { Failure } from '../failure.js';
import { freeMb } from '../machine/host-facts.js';
import { cacheFolder } from '../machine/places.js';
import { examineKvm } from './doctor-kvm.js';
import { examineProviders } from './doctor-providers.js';
import { mirrorOf } from './mirror-of.js';
import type { Settings } from './settings.js';
import { BAKED_NEEDS, examineTools, type Need, refuseMissing } from './tools.js';

export interface Finding {
  what: string;
  /** `missing` stands in the way of a run; `note` does not. */
  state: 'ok' | 'note' | 'missing';
  detail: string;
  remedy?: string;
}

const NEEDED_MB = 3000;
const NEEDED_MEMORY_MB = 3000;

/** Programs and rights that the given needs take. */
export async function examineNeeds(needs: readonly Need[]): Promise<Finding[]> {
  const tools = await examineTools(needs);
  const asUser = process.getuid?.() !== 0 && needs.includes('baking');
  return asUser ? [...tools, await subordinateIds()] : tools;
}

/** Before anything is provisioned. @throws Failure naming everything that lacks, and what installs it */
export async function requireTools(needs: readonly Need[] = BAKED_NEEDS): Promise<void> {
  refuseMissing(await examineNeeds(needs));
}

/** Everything that can be said of this machine without making another one. */
export async function examine({ debian }: Pick<Settings, 'debian'>): Promise<Finding[]> {
  const findings = [
    ...(await examineNeeds(BAKED_NEEDS)),
    await mirror(debian),
    await disk(),
    memory(),
    await examineKvm(),
  ];
  return [...findings, ...(await examineProviders(findings))];
}

async function subordinateIds(): Promise<Finding> {
  const { username, uid } = userInfo();
  const has = async (path: string) => {
    const text = await readFile(path, 'utf8').catch(() => '');
    return text.split('\n').some((line) => line.startsWith(`${username}:`) || line.startsWith(`${uid}:`));
  };
  const what = 'subordinate ids';
  if ((await has('/etc/subuid')) && (await has('/etc/subgid')))
    return { what, state: 'ok', detail: '/etc/subuid, /etc/subgid' };
  const remedy = `sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${username}`;
  return { what, state: 'missing', detail: 'mmdebstrap as an ordinary user needs them', remedy };
}

async function mirror(debian: Settings['debian']): Promise<Finding> {
  try {
    const { main } = await mirrorOf(debian)();
    return { what: 'Debian mirror', state: 'ok', detail: main };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const remedy = error.details.remedy ?? '';
    return { what: 'Debian mirror', state: 'missing', detail: error.message, remedy };
  }
}

async function disk(): Promise<Finding> {
  await mkdir(cacheFolder(), { recursive: true });
  const free = await freeMb(cacheFolder());
  const detail = `${free} MB free in ${cacheFolder()}`;
  if (free >= NEEDED_MB) return { what: 'disk', state: 'ok', detail };
  const remedy = `Free ${NEEDED_MB} MB there, or point XDG_CACHE_HOME elsewhere.`;
  return { what: 'disk', state: 'missing', detail, remedy };
}

function memory(): Finding {
  const totalMb = Math.round(totalmem() / 1024 / 1024);
  const detail = `${totalMb} MB; a guest has 2048`;
  return { what: 'memory', state: totalMb >= NEEDED_MEMORY_MB ? 'ok' : 'missing', detail };
}
