import type { Trial } from '../../harness/index.js';

/** Host seconds of one boot and of one add or delete at a level, without KVM; measured on two cores. */
const BOOT_S = { exact: 12, real: 7 };
const LEVEL_S = { exact: 2, real: 2.5 };
const FILL_S = { exact: 0.006, real: 0.002 };
/** An add and a delete of one variant, and what each existing namespace adds to one that scans. */
const PAIR_S = { exact: 0.06, real: 0.09 };
const SCAN_S = { exact: 0.0003, real: 0.0002 };

/** A first estimate of a trial's duration in host seconds. */
export function estimateS(trial: Omit<Trial, 'estimateS'>): number {
  const { lane, iterations, variants } = trial;
  const top = trial.levels.at(-1) ?? 0;
  const scanners = variants.filter((variant) => variant !== 'upstream').length;
  const pairs = trial.levels.map(
    (n) => iterations * (variants.length * PAIR_S[lane] + scanners * n * SCAN_S[lane]),
  );
  return BOOT_S[lane] + FILL_S[lane] * top + pairs.reduce((sum, s) => sum + s + LEVEL_S[lane], 0);
}
