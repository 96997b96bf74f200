import { Failure } from '../../failure.js';
import { parseKernel } from '../../machine/image/kernel.js';
import type { Scenario } from '../../types.js';
import { DEFAULT_KERNEL } from '../plan/resolve-plan.js';
import { type Prepared, prepare } from './prepare.js';

export interface CacheFinding {
  /** Whether a run of these scenarios with the usual kernel would have to make nothing. */
  complete: boolean;
  detail: string;
  /** What their guests boot from, when it stands. */
  guest?: Prepared['guest'];
}

/** Looks whether the cache holds all that a run of these scenarios takes: guest, kernel, programs, and a variant of each scenario that has some. */
export async function bakedAlready(scenarios: Scenario[]): Promise<CacheFinding> {
  try {
    const { unavailable, parts, guest } = await prepare({
      scenarios,
      kernels: [parseKernel(DEFAULT_KERNEL)],
      settings: {},
      onlyCached: true,
      onProgress: () => {},
      signal: new AbortController().signal,
    });
    const without = scenarios.filter(
      ({ name, variants }) => variants.length > 0 && parts.get(name)?.variants.size === 0,
    );
    if (without.length > 0) {
      return {
        complete: false,
        guest,
        detail: `no variant of ${without.map(({ name }) => name).join(', ')} is built yet`,
      };
    }
    const names = unavailable.map(({ name }) => name).join(', ');
    return {
      complete: true,
      guest,
      detail: `all that a run takes is there${names === '' ? '' : `, but for ${names}`}`,
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { complete: false, detail: 'a first run bakes the guest and builds what it measures' };
  }
}
