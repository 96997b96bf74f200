import { calibrationSettings, type Setting, type Wanted } from './calibration-settings.testing.js';
import { seededRandom } from './random.js';
import { wilson } from './wilson.js';

export type { Wanted } from './calibration-settings.testing.js';

export interface CalibrationRow extends Omit<Setting, 'happens'> {
  /** Share of the runs in which it happened. */
  measured: number;
  /** Wilson's interval of that share, at 95 %. */
  low: number;
  high: number;
  /** Whether what is wanted lies within that interval. */
  ok: boolean;
}

/**
 * What each criterion allows; a row fails when the share's interval at `confidence` lies wholly outside. An
 * exact method may sit right at its limit, where chance alone puts a measured share beyond it; among some
 * hundred rows that would often be one at 95 %.
 */
const BANDS: Record<Wanted, { least: number; most: number; confidence: number }> = {
  '<= 5 %': { least: 0, most: 0.05, confidence: 0.999 },
  '>= 95 % (exact, discrete)': { least: 0.95, most: 1, confidence: 0.999 },
  reported: { least: 0, most: 1, confidence: 0.95 },
};

export const ALL_BOOTS = [6, 10, 20] as const;
export const ALL_SPREADS = [0.1, 0.3] as const;

/**
 * How often tests reject and intervals cover when the truth is known: `runs` simulated experiments for each
 * question, number of boots and spread between boots. Same seed and runs, same rows.
 */
export function calibrate(
  seed: number,
  runs: number,
  bootCounts: readonly number[] = ALL_BOOTS,
  spreads: readonly number[] = ALL_SPREADS,
): CalibrationRow[] {
  // Each setting has a seed of its own: adding one does not change the others' numbers.
  const seeds = seededRandom(seed);
  return bootCounts
    .flatMap((boots) => spreads.flatMap((spread) => calibrationSettings(boots, spread)))
    .map((setting) => rowOf(setting, seeds.below(2 ** 31), runs));
}

function rowOf({ happens, ...setting }: Setting, seed: number, runs: number): CalibrationRow {
  const random = seededRandom(seed);
  let hits = 0;
  for (let run = 0; run < runs; run++) if (happens(random)) hits += 1;
  const { least, most, confidence } = BANDS[setting.wanted];
  const wide = wilson(hits, runs, confidence);
  const ok = wide.high >= least && wide.low <= most;
  return { ...setting, measured: hits / runs, ...wilson(hits, runs), ok };
}
