import { trialsOfShard } from '../../design/shard.js';
import { chooseAccelerator } from '../../machine/qemu/accelerator.js';
import type { KvmFinding } from '../../machine/qemu/kvm-probe.js';
import type { RealAccelerator } from '../../machine/qemu/real-accelerator.js';
import type { Manifest, Notice, Plan, Shard, Trial } from '../../types.js';
import { resumedAccelerator } from './resumed-accelerator.js';

interface BegunPlan {
  plan: Plan;
  shard?: Shard | undefined;
  resumed?: Manifest | undefined;
}

export const hasReal = (trials: readonly Trial[]): boolean => trials.some(({ clock }) => clock === 'wall');

/**
 * What baked guests on the wall clock run under, and what a reader must know of it. Where none is left to run, nothing is
 * asked of this host.
 * @throws Failure where a run that goes on can't do so as it was begun
 */
export async function wallClock(
  { plan, shard, resumed }: BegunPlan,
  toRun: readonly Trial[],
  probe: () => Promise<KvmFinding>,
): Promise<{ accelerator: RealAccelerator; notices: Notice[] }> {
  const begun = resumedAccelerator(resumed);
  if (!hasReal(trialsOfShard(plan, shard))) return { accelerator: 'tcg-multi', notices: [] };
  if (begun === 'kvm' && !hasReal(toRun)) return { accelerator: begun, notices: [] };
  const { accelerator, reason } = await chooseAccelerator(begun, probe);
  if (accelerator === 'kvm') return { accelerator, notices: [] };
  const text = `the wall clock is emulated (${reason}): compare ratios and shapes, not absolute times`;
  return { accelerator, notices: [{ severity: 'warning', text }] };
}
