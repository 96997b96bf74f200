import type { Profile, Trial } from '../../harness/index.js';

/**
 * Packets a second and seconds of one probe by clock; seconds of tracing on the instruction clock. Runs come every 2 s, and
 * it takes three of them to tell a period: idle seconds cost nothing on the instruction clock.
 */
export const PROBE = {
  smoke: { rate: 250, seconds: { instructions: 1, wall: 1 }, traceSeconds: 3 },
  quick: { rate: 250, seconds: { instructions: 8, wall: 4 }, traceSeconds: 9 },
  standard: { rate: 500, seconds: { instructions: 12, wall: 8 }, traceSeconds: 13 },
  paper: { rate: 1000, seconds: { instructions: 20, wall: 20 }, traceSeconds: 21 },
} satisfies Record<Profile, object>;

/** From one packet to the next. */
export const spacingNs = Object.fromEntries(
  Object.entries(PROBE).map(([profile, { rate }]) => [profile, 1e9 / rate]),
) as Record<Profile, number>;

/** Profiles that leave out what takes long. */
export const isShort = ({ profile }: Pick<Trial, 'profile'>): boolean =>
  profile === 'quick' || profile === 'smoke';
