/**
 * Every type that two rooms of the house share. It imports nothing but its own parts.
 *
 * Words: a *trial* is one machine boot; an *iteration* is a repetition inside a trial; an
 * *observation* is one number; a *cell* is one treatment (a combination of factor levels) of one
 * metric. Units are part of names (`latencyNs`) or stand in `Metric.unit`.
 */

export type * from './types/attachments.js';
export type * from './types/check.js';
export type * from './types/conclusions.js';
export type * from './types/factors.js';
export type * from './types/manifest.js';
export type * from './types/measuring.js';
export type * from './types/scenario.js';
