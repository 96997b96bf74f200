import { integerOf } from './csv-rows.js';

/** What `perf-stacks.sh` sampled. */
export interface SampledStacks {
  hertz: number;
  samples: number;
  /** How often the kernel held samples back because there were too many. */
  throttled: number;
  /** Frames from the outermost to the innermost, joined by `;`; the first is the command, kernel frames end in `_[k]`. */
  stacks: [frames: string, count: number][];
}

const HEADING = /^# netknee: cpu-clock hertz=(\d+) samples=(\d+) lost=(\d+) throttled=(\d+)$/;
const FOLDED = /^(.+) (\d+)$/;
/** Where in the function, as perf says on request. */
const OFFSET = /\+0x[0-9a-f]+(?=(_\[k\])?$)/;

/** What perf calls an address of no symbol. Programs without frame pointers give dozens in a row, of no length that means anything. */
const UNKNOWN = '[unknown]';

/**
 * Reads the output of `perf-stacks.sh`: folded stacks as flame graphs are made of, `FRAME;FRAME;… COUNT`. Offsets are
 * taken off, unknown frames in a row become one `[unknown]`, and stacks that are then the same are one.
 * @throws Error when samples were lost, a line is none of these, or there are more or fewer samples than perf counted
 */
export function parsePerfStacks(text: string): SampledStacks {
  const [first = '', ...lines] = text.split('\n');
  const heading = HEADING.exec(first);
  if (heading === null) throw new Error(`not the output of perf-stacks.sh: ${JSON.stringify(first)}`);
  const [hertz, samples, lost, throttled] = heading
    .slice(1)
    .map((word) => integerOf(word, 'heading of perf-stacks.sh')) as [number, number, number, number];
  if (lost > 0) throw new Error(`${lost} times samples were lost`);
  const counts = new Map<string, number>();
  for (const line of lines) {
    if (line === '' || line.startsWith('# ')) continue;
    const folded = FOLDED.exec(line);
    if (folded === null) throw new Error(`not a folded stack: ${JSON.stringify(line)}`);
    const frames = folded[1]!.split(';').map((frame) => frame.replace(OFFSET, ''));
    const key = frames.filter((frame, i) => frame !== UNKNOWN || frames[i - 1] !== UNKNOWN).join(';');
    counts.set(key, (counts.get(key) ?? 0) + Number(folded[2]));
  }
  const stacks = [...counts];
  const seen = stacks.reduce((sum, [, count]) => sum + count, 0);
  if (seen !== samples) throw new Error(`${seen} samples in the stacks where perf counted ${samples}`);
  return { hertz, samples, throttled, stacks };
}
