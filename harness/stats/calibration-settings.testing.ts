import { bootstrapRatio } from './bootstrap-ratio.js';
import { cliffsDelta } from './cliffs-delta.js';
import { independentEquivalence, pairedEquivalence } from './equivalence.js';
import { independentShift, pairedShift } from './hodges-lehmann.js';
import { holm } from './holm.js';
import type { Interval } from './interval.js';
import { mannWhitney } from './mann-whitney.js';
import { median } from './median.js';
import { medianInterval } from './median-interval.js';
import type { Random } from './random.js';
import { signedRank } from './signed-rank.js';
import { simulatedArms } from './simulated-boots.testing.js';
import { slopeRatio } from './slope-ratio.js';
import { normalCdf } from './special.js';
import { theilSen } from './theil-sen.js';

/** What a share of runs should be. The wider bands allow for what only some coverages can be had. */
export type Wanted = '<= 5 %' | '3-7 %' | '93-97 %' | '>= 95 % (exact, discrete)' | 'reported';

export type Design = 'paired' | 'independent' | 'one arm';

/** One question to ask of many simulated runs. */
export interface Setting {
  what: string;
  design: Design;
  boots: number;
  /** Standard deviation over boots of the logarithm. */
  spread: number;
  wanted: Wanted;
  /** Whether it happened in one run. */
  happens: (random: Random) => boolean;
}

/** Resamples of each bootstrap here, a tenth of what reports use; the noise that adds is small. */
const RESAMPLES = 1000;
const ALPHA = 0.05;
const TRUE_RATIO = 1.5;
const CELLS = 10;
const MARGIN = 0.05;
const LEVELS = [0, 250, 500, 750, 1000];

type Arms = 'paired' | 'independent';

const covers = (interval: Interval, truth: number): boolean =>
  interval.kind === 'interval' && interval.low <= truth && truth <= interval.high;
const medians = (boots: readonly (readonly number[])[]): number[] => boots.map((boot) => median(boot));
const logs = (values: readonly number[]): number[] => values.map(Math.log);
const differences = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((value, i) => value - b[i]!);

/** All settings at one number of boots and one spread. */
export function calibrationSettings(boots: number, spread: number): Setting[] {
  const settings: Setting[] = [];
  const add = (what: string, design: Design, wanted: Wanted, happens: Setting['happens']): void => {
    settings.push({ what, design, boots, spread, wanted, happens });
  };
  const draw = (random: Random, design: Arms, ratio: number) =>
    simulatedArms(random, design, boots, spread, ratio);
  const rankP = (random: Random, design: Arms, ratio: number): number => {
    const { over, under } = draw(random, design, ratio);
    const [a, b] = [medians(over), medians(under)];
    return design === 'paired' ? signedRank(differences(a, b)).p : mannWhitney(a, b).p;
  };
  const ratioInterval = (random: Random, design: Arms, ratio: number): Interval =>
    bootstrapRatio(draw(random, design, ratio), { design, seed: seedOf(random), resamples: RESAMPLES })
      .interval;

  for (const design of ['paired', 'independent'] as const) {
    const test = design === 'paired' ? 'signed-rank test' : 'Mann–Whitney test';
    add(`A/A: ${test} rejects`, design, '<= 5 %', (random) => rankP(random, design, 1) <= ALPHA);
    add(`A/A: ${test}, Holm over ${CELLS} cells, rejects any`, design, '<= 5 %', (random) => {
      const ps = Array.from({ length: CELLS }, () => rankP(random, design, 1));
      return holm(ps).some((p) => p <= ALPHA);
    });
    add(
      'A/A: ratio interval excludes 1',
      design,
      '3-7 %',
      (random) => !covers(ratioInterval(random, design, 1), 1),
    );
    add(`TOST claims ±${100 * MARGIN} % at a true ${100 * MARGIN} %`, design, '<= 5 %', (random) => {
      const { over, under } = draw(random, design, 1 + MARGIN);
      const test = design === 'paired' ? pairedEquivalence : independentEquivalence;
      const result = test(medians(over), medians(under), MARGIN);
      return result.kind === 'tested' && result.equivalent;
    });
    add(`ratio interval covers ${TRUE_RATIO}`, design, '93-97 %', (random) =>
      covers(ratioInterval(random, design, TRUE_RATIO), TRUE_RATIO),
    );
    add('Hodges–Lehmann interval covers (logarithms)', design, '>= 95 % (exact, discrete)', (random) => {
      const { over, under } = draw(random, design, TRUE_RATIO);
      const [a, b] = [logs(medians(over)), logs(medians(under))];
      const { interval } = design === 'paired' ? pairedShift(differences(a, b)) : independentShift(a, b);
      return covers(interval, Math.log(TRUE_RATIO));
    });
    for (const shift of [1.1, 1.5]) {
      const percent = Math.round(100 * (shift - 1));
      add(
        `power: ${test} sees +${percent} %`,
        design,
        'reported',
        (random) => rankP(random, design, shift) <= ALPHA,
      );
    }
  }
  add('A/A, wrongly: Mann–Whitney test of pooled iterations rejects', 'independent', 'reported', (random) => {
    const { over, under } = draw(random, 'independent', 1);
    return mannWhitney(over.flat(), under.flat()).p <= ALPHA;
  });
  add('median interval covers', 'one arm', '>= 95 % (exact, discrete)', (random) =>
    covers(medianInterval(medians(draw(random, 'independent', 1).under)), 1),
  );
  add('Theil–Sen interval covers the slope', 'one arm', '>= 95 % (exact, discrete)', (random) => {
    const points = Array.from({ length: boots }, (_, x) => ({
      x,
      y: 5 + 0.1 * x + spread * random.normal(),
    }));
    return covers(theilSen(points).interval, 0.1);
  });
  add(`slope ratio interval covers ${TRUE_RATIO}`, 'paired', '93-97 %', (random) => {
    const arms = simulatedSlopes(random, boots, spread);
    const options = { design: 'paired', seed: seedOf(random), resamples: RESAMPLES } as const;
    return covers(slopeRatio(arms, options).interval, TRUE_RATIO);
  });
  add('Cliff’s delta interval covers, arms 1 sd apart', 'independent', 'reported', (random) => {
    const arm = (mean: number) => Array.from({ length: boots }, () => mean + random.normal());
    return covers(cliffsDelta(arm(1), arm(0)).interval, 2 * normalCdf(Math.SQRT1_2) - 1);
  });
  return settings;
}

const seedOf = (random: Random): number => random.below(2 ** 31);

/** Boots that climb all levels in both arms; `over` is steeper by the true ratio. */
function simulatedSlopes(random: Random, boots: number, spread: number) {
  const climb = (level: number, slope: number) =>
    LEVELS.map((x) => ({ x, y: Math.exp(level + WITHIN_LEVEL * random.normal()) * (100 + slope * x) }));
  const levels = Array.from({ length: boots }, () => spread * random.normal());
  return {
    over: levels.map((level) => climb(level, TRUE_RATIO)),
    under: levels.map((level) => climb(level, 1)),
  };
}

/** Scatter of a boot's median of ten iterations that scatter by 0.1. */
const WITHIN_LEVEL = 0.037;
