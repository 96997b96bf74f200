import { HOST_ARCHITECTURE } from '../../machine/host/architecture.js';
import { makePlaces } from '../../machine/host/places.js';
import { checkQemu } from '../../machine/qemu/qemu-check.js';
import { examineRights } from './doctor-baking.js';
import type { Finding } from './finding.js';
import { examineTools, type Need, refuseMissing } from './tools.js';

/** Programs and rights that the given needs take. */
export async function examineNeeds(needs: readonly Need[]): Promise<Finding[]> {
  const tools = await examineTools(needs);
  const isThere = (name: string) => tools.some(({ what, state }) => what === name && state === 'ok');
  return [
    ...tools,
    ...(isThere(HOST_ARCHITECTURE.qemu) ? await qemu() : []),
    ...(needs.includes('baking') && isThere('unshare') ? await examineRights() : []),
  ];
}

/** Before anything is provisioned. @throws Failure naming everything that lacks, and what installs it */
export async function requireTools(needs: readonly Need[]): Promise<void> {
  await makePlaces();
  refuseMissing(await examineNeeds(needs));
}

async function qemu(): Promise<Finding[]> {
  const check = await checkQemu();
  if (check === undefined) return [];
  const what = 'QEMU';
  if (check.problem === undefined) return [{ what, state: 'ok', detail: check.version }];
  const detail = `${check.version}: ${check.problem}`;
  return [
    { what, state: 'missing', detail, ...(check.remedy === undefined ? {} : { remedy: check.remedy }) },
  ];
}
