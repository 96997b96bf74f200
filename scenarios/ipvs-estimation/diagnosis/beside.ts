import {
  derivedSeed,
  parseUdpProbe,
  probeMeasurements,
  section,
  shuffled,
  type Trial,
} from '../../../harness/index.js';

/**
 * The UDP probe that a diagnosis runs beside: four runs of the timer, and so few packets that those a run held up do
 * not hold each other up afterwards.
 */
export const BESIDE = { rate: 100, seconds: 10 } as const;

/** Paths lie across two CPUs, which the real lane alone has; and the timer is long at the highest level alone. */
export function atTop(trial: Pick<Trial, 'lane' | 'levels'>, rules: number): boolean {
  return trial.lane === 'real' && rules === trial.levels.at(-1);
}

/** In an order of each boot's own. */
export function pathsIn(trial: Pick<Trial, 'seed'>, probe: string, paths: string[]): string[] {
  return shuffled(paths, derivedSeed(trial.seed, probe));
}

/** Median of the UDP probe beside a diagnosis over that without it, from sections `packets` and `plain`. */
export function overhead(all: Map<string, string>): number {
  const median = (name: string): number => {
    const measured = probeMeasurements(parseUdpProbe(section(all, name)));
    return measured.find(({ metric }) => metric === 'probe_latency_p50')?.value as number;
  };
  return median('packets') / median('plain');
}
