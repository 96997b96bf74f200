import { checkMachine, hindrances, MARKER } from '../machine/own-check.js';
import { openLocal } from '../machine/own-machine.js';
import type { Finding } from './doctor.js';

/** Programs without which a provider makes no machine. */
const QEMU_TOOLS = ['qemu-system-x86_64', 'setpriv'];
const SSH_TOOLS = ['ssh', 'setpriv'];

/**
 * A line per provider: usable, or what is missing and the fix. Never `missing`: a run needs only the one it asks for.
 * @param tools what was found of the programs that a run calls
 */
export async function examineProviders(tools: readonly Finding[]): Promise<Finding[]> {
  const lacking = (names: string[]): string[] =>
    names.filter((name) => tools.some(({ what, state }) => what === name && state === 'missing'));
  return [
    byTools('provider qemu', lacking(QEMU_TOOLS), 'usable; both lanes, the default'),
    await local(),
    byTools(
      'provider ssh',
      lacking(SSH_TOOLS),
      'usable; real lane alone, --host says where; that machine is looked at when a run begins',
    ),
  ];
}

function byTools(what: string, lacking: string[], detail: string): Finding {
  if (lacking.length === 0) return { what, state: 'ok', detail };
  return { what, state: 'note', detail: `not usable: no ${lacking.join(', ')} (see above)` };
}

async function local(): Promise<Finding> {
  const what = 'provider local';
  const check = await checkMachine(openLocal, { programs: [], modules: [] });
  if (!check.root) {
    const remedy = 'Run netknee as root for --provider local; --provider qemu needs no root.';
    return { what, state: 'note', detail: 'not usable: it needs root', remedy };
  }
  const lacking = hindrances(check);
  if (lacking.length > 0) {
    const remedy = 'apt-get install --no-install-recommends util-linux coreutils tar';
    return { what, state: 'note', detail: `not usable: ${lacking.join('; ')}`, remedy };
  }
  const guard = check.marker ? `${MARKER} stands` : 'with --i-may-wreck-it, on a machine that may break';
  return { what, state: 'ok', detail: `usable; real lane alone, ${guard}` };
}
