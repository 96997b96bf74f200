import type { Trial } from '../../harness/index.js';
import { countsCalls } from './steps.js';

/** Host seconds without KVM, measured on two cores: a boot, what stands between the measurements of a level, */
const BOOT_S = { exact: 10, real: 7 };
const LEVEL_S = { exact: 1, real: 2 };
/** one namespace of the filler, an add and a delete of one variant, */
const FILL_S = { exact: 0.004, real: 0.005 };
const PAIR_S = { exact: 0.08, real: 0.15 };
/** and what each namespace that exists adds for a variant that scans. */
const SCAN_S = { exact: 0.00005, real: 0.00015 };
/** strace of one add that scans, by namespace. */
const TRACED_SCAN_S = { exact: 0.001, real: 0.003 };

/** A first estimate of a trial's duration in host seconds. */
export function estimateS(trial: Omit<Trial, 'estimateS'>): number {
  const { lane, iterations, variants } = trial;
  const top = trial.levels.at(-1) ?? 0;
  const scanners = variants.filter((variant) => variant !== 'upstream').length;
  const perLevel = (n: number): number => {
    const pairs = iterations * (variants.length * PAIR_S[lane] + scanners * n * SCAN_S[lane]);
    return LEVEL_S[lane] + pairs + (countsCalls(trial) ? scanners * n * TRACED_SCAN_S[lane] : 0);
  };
  return BOOT_S[lane] + FILL_S[lane] * top + trial.levels.reduce((sum, n) => sum + perLevel(n), 0);
}
