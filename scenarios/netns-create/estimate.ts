import type { Trial } from '../../harness/index.js';
import { countsCalls } from './steps.js';

/** Host seconds without KVM, measured on two cores: a boot, what stands between the measurements of a level, */
const BOOT_S = { instructions: 10, wall: 7 };
const LEVEL_S = { instructions: 1, wall: 2 };
/** one namespace of the filler, an add and a delete of one variant, */
const FILL_S = { instructions: 0.004, wall: 0.005 };
const PAIR_S = { instructions: 0.08, wall: 0.15 };
/** and what each namespace that exists adds for a variant that scans. */
const SCAN_S = { instructions: 0.00005, wall: 0.00015 };
/** strace of one add that scans, by namespace. */
const TRACED_SCAN_S = { instructions: 0.001, wall: 0.003 };

/** A first estimate of a trial's duration in host seconds. */
export function estimateS(trial: Omit<Trial, 'estimateS'>): number {
  const { clock, iterations, variants } = trial;
  const top = trial.levels.at(-1) ?? 0;
  const scanners = variants.filter((variant) => variant !== 'upstream').length;
  const perLevel = (n: number): number => {
    const pairs = iterations * (variants.length * PAIR_S[clock] + scanners * n * SCAN_S[clock]);
    return LEVEL_S[clock] + pairs + (countsCalls(trial) ? scanners * n * TRACED_SCAN_S[clock] : 0);
  };
  return BOOT_S[clock] + FILL_S[clock] * top + trial.levels.reduce((sum, n) => sum + perLevel(n), 0);
}
