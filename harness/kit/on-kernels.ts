import { inLongProfiles } from '../design/long-profiles.js';
import type { Measure, Pass, Scenario, SweepSpec } from '../types.js';
import { above, below } from './declare.js';

/** Debian's, but for the default one: what was old, what is stable, and the newest of its backports. */
const OTHERS = ['5.10', '6.12', 'newest'];

/**
 * The pass `kernels`: the same steps in boots of other kernels. The instruction clock takes two in `standard`; the wall clock takes
 * some in `paper` alone. `--kernel` measures the timed boots on a kernel in any profile.
 * @param title what is looked at there
 */
export const onKernels = (
  title: string,
  steps: Scenario['steps'],
  { kernels = OTHERS, estimateS = ({ levels }) => 15 + 10 * levels.length }: Partial<Pass> = {},
): Pass => ({
  ...{ name: 'kernels', title, kernels, steps, estimateS },
  boots: inLongProfiles({ standard: { instructions: 2, wall: 0 }, paper: { instructions: 3, wall: 6 } }),
});

/** One ratio on every kernel that was measured: the effect is there above one number, and gone below another. */
export const byKernel = (
  name: string,
  title: string,
  measure: Extract<Measure, { type: 'ratio' }>,
  { reproduced, fixed }: { reproduced: number; fixed: number },
): SweepSpec => ({
  ...{ name, title, by: 'kernel', measure },
  ...{ reproduced: above(reproduced), fixed: below(fixed) },
});
