import { LOOKS, MOST_BOOTS } from '../design/sequential.js';
import { growthExponent } from './growth-exponent.js';
import type { Interval } from './interval.js';
import { knee } from './knee.js';
import { labelExchangeP } from './label-exchange.js';
import { median } from './median.js';
import { medianInterval } from './median-interval.js';
import type { Random } from './random.js';
import { ratioOfBoots } from './ratio.js';
import { signFlipP } from './sign-flips.js';
import { simulatedArms } from './simulated-boots.testing.js';
import { slopeRatio } from './slope-ratio.js';
import { theilSen } from './theil-sen.js';

/** What a share of runs should be. */
export type Wanted = '<= 5 %' | '>= 95 % (exact, discrete)' | 'reported';

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

/** Fewer than reports use; the noise that adds is small. */
const RELABELLINGS = 499;
const ALPHA = 0.05;
const TRUE_RATIO = 1.5;
const CELLS = 10;
const MARGIN = 0.05;
const LEVELS = [0, 250, 500, 750, 1000];

type Arms = 'paired' | 'independent';

const covers = (interval: Interval, truth: number): boolean =>
  interval.kind === 'interval' && interval.low <= truth && truth <= interval.high;
const within = (interval: Interval) =>
  interval.kind === 'interval' ? interval : { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
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
  const ratioInterval = (random: Random, design: Arms, ratio: number): Interval => {
    const { over, under } = draw(random, design, ratio);
    return ratioOfBoots(medians(over), medians(under), design).interval;
  };
  /** p of many cells at once; the first has the ratio, the others none. */
  const adjusted = (random: Random, design: Arms, ratio: number): number[] => {
    const cells = Array.from({ length: CELLS }, (_, i) => {
      const { over, under } = draw(random, design, i === 0 ? ratio : 1);
      return { over: logs(medians(over)), under: logs(medians(under)) };
    });
    const named = (values: readonly number[]) => new Map(values.map((value, i) => [String(i), value]));
    return design === 'paired'
      ? (signFlipP(
          cells.map(({ over, under }) => named(differences(over, under))),
          seedOf(random),
          RELABELLINGS,
        ) as number[])
      : (labelExchangeP(
          cells.map(({ over, under }) => ({ stratum: '', first: named(over), second: named(under) })),
          seedOf(random),
          RELABELLINGS,
        ) as number[]);
  };

  for (const design of ['paired', 'independent'] as const) {
    const test = design === 'paired' ? 'flipped signs' : 'exchanged labels';
    add(`A/A: ${test}, adjusted over ${CELLS} cells, rejects any`, design, '<= 5 %', (random) =>
      adjusted(random, design, 1).some((p) => p <= ALPHA),
    );
    add(
      'A/A: ratio interval excludes 1',
      design,
      '<= 5 %',
      (random) => !covers(ratioInterval(random, design, 1), 1),
    );
    add(`“no change” within ±${100 * MARGIN} % at a true ${100 * MARGIN} %`, design, '<= 5 %', (random) => {
      const interval = ratioInterval(random, design, 1 + MARGIN);
      return interval.kind === 'interval' && interval.low >= 1 / (1 + MARGIN) && interval.high <= 1 + MARGIN;
    });
    add(`ratio interval covers ${TRUE_RATIO}`, design, '>= 95 % (exact, discrete)', (random) =>
      covers(ratioInterval(random, design, TRUE_RATIO), TRUE_RATIO),
    );
    for (const shift of [1.1, 1.5, 6]) {
      add(`power: ${test}, one of ${CELLS} cells is ${shift} times as slow`, design, 'reported', (random) => {
        return adjusted(random, design, shift)[0]! <= ALPHA;
      });
    }
  }
  add('A/A, wrongly: iterations pooled as if they were boots', 'independent', 'reported', (random) => {
    const { over, under } = draw(random, 'independent', 1);
    return !covers(ratioOfBoots(over.flat(), under.flat(), 'independent').interval, 1);
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
  add(`slope ratio interval covers ${TRUE_RATIO}`, 'paired', '>= 95 % (exact, discrete)', (random) =>
    covers(slopeRatio(simulatedSlopes(random, boots, spread), 'paired').interval, TRUE_RATIO),
  );
  for (const [name, law, exponent] of [
    ['N^0.5', (x: number) => 1 + Math.sqrt(x) / 3, 0.5],
    ['N', (x: number) => 1 + x / 130, 1],
    ['N^1.5', (x: number) => 1 + x ** 1.5 / 8000, 1.5],
  ] as const) {
    add(
      `interval of the exponent covers that of ${name}`,
      'one arm',
      '>= 95 % (exact, discrete)',
      (random) => {
        const exponents = simulatedCurves(random, boots, spread, law).flatMap(
          (points) => growthExponent(points) ?? [],
        );
        return covers(medianInterval(exponents), exponent);
      },
    );
  }
  for (const [name, law] of Object.entries(SMOOTH)) {
    add(
      `a knee in ${name}, which has none`,
      'one arm',
      '<= 5 %',
      (random) => knee(simulatedCurves(random, boots, spread, law)).kind === 'knee',
    );
  }
  if (boots === LOOKS[0]!.boots) {
    add(
      'a claim at its bound is decided wrongly by one of the looks of --until decided',
      'paired',
      '<= 5 %',
      (random) => {
        const { over, under } = simulatedArms(random, 'paired', MOST_BOOTS, spread, TRUE_RATIO);
        const [above, below] = [medians(over), medians(under)];
        return LOOKS.some(({ boots: n, error }) => {
          const { interval } = ratioOfBoots(above.slice(0, n), below.slice(0, n), 'paired', error / 2);
          return interval.kind === 'interval' && !covers(interval, TRUE_RATIO);
        });
      },
    );
    add('an answer of six claims, one of them at its bound, is wrong', 'paired', '<= 5 %', (random) => {
      // In their order: what is far beyond its bound goes before and after the one that is not.
      const truths = [10 * TRUE_RATIO, 2 * TRUE_RATIO, TRUE_RATIO, 10 * TRUE_RATIO, TRUE_RATIO, TRUE_RATIO];
      for (const truth of truths) {
        const { low, high } = within(ratioInterval(random, 'paired', truth));
        if (high < TRUE_RATIO) return true;
        // Not reproduced: the sequence ends, and nothing wrong was said.
        if (!(low > TRUE_RATIO)) return false;
        if (truth === TRUE_RATIO) return true;
      }
      return false;
    });
  }
  add('power: a slope four times as steep from 1,500 on', 'one arm', 'reported', (random) => {
    const bent = (x: number): number => 1 + (x + 3 * Math.max(0, x - 1500)) / 1000;
    return knee(simulatedCurves(random, boots, spread, bent)).kind === 'knee';
  });
  return settings;
}

/** Laws without a knee. */
const SMOOTH: Record<string, (x: number) => number> = {
  'N^0.5': (x) => 1 + Math.sqrt(x) / 3,
  'N^1.3': (x) => 1 + x ** 1.3 / 1500,
  'N^1.5': (x) => 1 + x ** 1.5 / 8000,
  'N^2': (x) => 1 + x ** 2 / 5e5,
  'N log N': (x) => 1 + (x === 0 ? 0 : x * Math.log(x)) / 1000,
  'a logarithm': (x) => 1 + Math.log(1 + x),
  'a constant': () => 5,
};
/** Those of the timed boots of netns-create. */
const CURVE_LEVELS = [0, 500, 1000, 2000, 3930];

/** A curve a boot: each has a level of its own, and its medians scatter about it. */
const simulatedCurves = (random: Random, boots: number, spread: number, law: (x: number) => number) =>
  Array.from({ length: boots }, () => {
    const level = spread * random.normal();
    return CURVE_LEVELS.map((x) => ({ x, y: law(x) * Math.exp(level + WITHIN_LEVEL * random.normal()) }));
  });

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
