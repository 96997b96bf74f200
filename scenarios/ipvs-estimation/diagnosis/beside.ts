import {
  derivedSeed,
  parseUdpProbe,
  probeMeasurements,
  section,
  shuffled,
  type Trial,
} from '../../../harness/index.js';

/** Packets a second of the UDP probe that a diagnosis runs beside: so few that those a run held up do not hold each other up. */
export const RATE = 100;

/** How long each probe of a diagnosis looks: four to six runs of the timer. Smoke sees only whether it works. */
export const secondsOf = ({ profile }: Pick<Trial, 'profile'>): number => (profile === 'smoke' ? 2 : 10);

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
