import { HOST_ARCHITECTURE } from '../../machine/host/architecture.js';
import { findProgram } from '../../machine/host/host-programs.js';
import { type CachedProbe, probeWithCached } from '../../machine/qemu/accelerator.js';
import type { Finding } from '../requirements/finding.js';

const what = 'KVM';
const EMULATED = 'the wall clock is emulated, compare ratios only; the instruction clock needs none';

/**
 * Whether guests run under KVM: by booting one, since a device that opens says little. Seconds at most where it works or
 * can't be opened; where a guest begins and says nothing, as long as a run would wait for it.
 * @param probe for tests
 */
export async function examineKvm(
  probe: () => Promise<CachedProbe> = () => probeWithCached(),
): Promise<Finding> {
  if ((await findProgram(HOST_ARCHITECTURE.qemu)) === undefined) {
    const detail = `not tried: it takes ${HOST_ARCHITECTURE.qemu} to find out`;
    return { what, state: 'note', detail };
  }
  const { works, reason, remedy, booted } = await probe();
  if (!works) {
    const detail = `not usable (${reason}): ${EMULATED}`;
    return { what, state: 'note', detail, ...(remedy === undefined ? {} : { remedy }) };
  }
  const detail =
    booted === 'kernel'
      ? 'a guest boots under it: the wall clock has absolute times'
      : "QEMU's firmware runs under it; no kernel is cached yet to try, so a run finds out whether one boots";
  return { what, state: 'ok', detail };
}
