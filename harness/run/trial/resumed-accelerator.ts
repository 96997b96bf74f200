import { EXIT, Failure } from '../../failure.js';
import type { RealAccelerator } from '../../machine/qemu/real-accelerator.js';
import type { Manifest } from '../../types.js';

/**
 * Pure: what the trials on the wall clock of a run ran under so far, as their records name it. One that failed before
 * its first step left no number that another could be compared with.
 */
function begunUnder({ plan, trials }: Manifest): string[] {
  const real = new Set(plan.trials.filter(({ clock }) => clock === 'wall').map(({ id }) => id));
  const measured = trials.filter(
    ({ id, status, stepsDone }) => real.has(id) && (status !== 'failed' || stepsDone > 0),
  );
  return [...new Set(measured.map(({ accelerator }) => accelerator))].sort();
}

/**
 * Pure: which accelerator of a guest that netknee's own QEMU runs a run goes on with: a baked one, or one of an image, whose
 * records say what the guest sees.
 * @returns undefined when nothing on the wall clock was measured
 */
export function resumedAccelerator(resumed: Manifest | undefined): RealAccelerator | undefined {
  const names = resumed === undefined ? [] : begunUnder(resumed);
  if (names.length === 0) return undefined;
  return names.some((name) => /(^| )kvm$/.test(name)) ? 'kvm' : 'tcg-multi';
}

/**
 * Pure: the boots of a run are compared, so all on the wall clock run under one accelerator.
 * @param now what the provider's trials would run under
 * @throws Failure (usage) that names both
 */
export function requireSameAccelerator(resumed: Manifest | undefined, now: string): void {
  const begun = resumed === undefined ? [] : begunUnder(resumed);
  if (begun.length === 0 || begun.includes(now)) return;
  throw new Failure({
    what: `${resumed?.run} was begun under ${begun.join(' and ')}, and would go on under ${now}; nothing was measured`,
    exit: EXIT.usage,
    remedy: `Resume it where trials run under ${begun.join(' and ')}, with the provider it was begun with. Or measure anew.`,
  });
}
