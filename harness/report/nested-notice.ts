import type { Manifest, Notice } from '../types.js';

/**
 * Pure: guests under KVM on a host that is a guest itself are not to be taken for guests on a machine of its own. Facts of
 * the hosts of a merged run stand in one text, apart by `|`.
 */
export function nestedNotice({ host, plan, trials }: Manifest): Notice[] {
  const outer = (host.hypervisor ?? 'unknown')
    .split(' | ')
    .filter((name) => name !== 'none' && name !== 'unknown');
  const real = new Set(plan.trials.filter(({ clock }) => clock === 'wall').map(({ id }) => id));
  const underKvm = trials.some(({ id, accelerator }) => real.has(id) && /(^| )kvm$/.test(accelerator));
  if (outer.length === 0 || !underKvm) return [];
  const text = `trials on the wall clock ran under KVM on a host that is a guest itself (${outer.join(', ')}): what is below takes its CPUs away for moments that no trial sees, so tails and maxima are not those of a machine of its own`;
  return [{ severity: 'warning', text }];
}
