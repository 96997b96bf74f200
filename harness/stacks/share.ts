import type { FrameTest } from './frames.js';

/** Call stacks and how often each was seen: frames from the outermost to the innermost, joined by `;`. */
export type Stacks = readonly (readonly [frames: string, count: number])[];

export const samplesOf = (stacks: Stacks): number => stacks.reduce((sum, [, count]) => sum + count, 0);

/** The stacks that hold such a frame anywhere. */
export function holding(stacks: Stacks, test: FrameTest): Stacks {
  return stacks.filter(([frames]) => frames.split(';').some(test));
}

/** The stacks whose innermost frame is not such a one. */
export function notEndingIn(stacks: Stacks, test: FrameTest): Stacks {
  return stacks.filter(([frames]) => !test(frames.slice(frames.lastIndexOf(';') + 1)));
}

/** The stacks of one command, by the name the kernel has for it (15 letters at the most). */
export function ofCommand(stacks: Stacks, name: string): Stacks {
  return stacks.filter(([frames]) => frames === name || frames.startsWith(`${name};`));
}

/**
 * Inclusive share: of all samples with a frame `below`, those that have a frame `has` further in. A function that calls
 * itself counts once. A share without unit, from 0 to 1.
 * @throws RangeError when no sample has a frame `below`: then there is nothing to have a share of
 */
export function shareBelow(stacks: Stacks, below: FrameTest, has: FrameTest): number {
  let all = 0;
  let those = 0;
  for (const [frames, count] of stacks) {
    const list = frames.split(';');
    const start = list.findIndex(below);
    if (start < 0) continue;
    all += count;
    if (list.slice(start + 1).some(has)) those += count;
  }
  if (all === 0) throw new RangeError('no sample has the frame that the share is of');
  return those / all;
}

/**
 * Inclusive share of all samples: those that have such a frame anywhere. From 0 to 1.
 * @throws RangeError when there are no samples
 */
export function shareOf(stacks: Stacks, has: FrameTest): number {
  const all = samplesOf(stacks);
  if (all === 0) throw new RangeError('no samples to have a share of');
  return samplesOf(holding(stacks, has)) / all;
}
