import { predictions, predictionWords } from '../effects/prediction.js';
import { EXIT, Failure } from '../failure.js';
import type { Concluded } from '../run/results/results.js';

/** A machine of the user's own, as `--predict rules=20000,cpus=96` says it. */
export interface PredictedMachine {
  units: number;
  factor: number;
}

/** Pure. @throws Failure for anything but `rules=N,cpus=N` */
export function parsePredict(text: string): PredictedMachine {
  const pairs = Object.fromEntries(text.split(',').map((pair) => pair.split('=')));
  const [units, factor] = [pairs.rules, pairs.cpus].map((word) =>
    /^\d{1,9}$/.test(word ?? '') ? Number(word) : Number.NaN,
  ) as [number, number];
  if (Object.keys(pairs).length === 2 && units >= 0 && factor > 0) return { units, factor };
  throw new Failure({
    what: `--predict takes rules and possible CPUs, not "${text}"`,
    exit: EXIT.usage,
    remedy:
      'Say --predict rules=20000,cpus=96. Possible CPUs stand in /sys/devices/system/cpu/possible: 0-95 are 96.',
  });
}

/** Pure: what the fits of a results folder predict, a sentence a kernel. @throws Failure when nothing was fitted in it */
export function predictLines(
  folder: string,
  { manifest, summary }: Pick<Concluded, 'manifest' | 'summary'>,
  { units, factor }: PredictedMachine,
): string {
  const sentences = manifest.scenarios.flatMap(({ name, predictions: specs = [] }) => {
    const rows = summary.filter(({ scenario }) => scenario === name);
    return specs
      .flatMap((spec) => predictions(spec, rows))
      .map((prediction) => predictionWords(prediction, units, factor));
  });
  if (sentences.length > 0) return sentences.join('\n');
  throw new Failure({
    what: `${folder} has nothing to predict from`,
    exit: EXIT.usage,
    remedy:
      'A prediction takes the instruction clock at three numbers of possible CPUs, as a scenario with predictions runs it: netknee run <scenario> --clock instructions',
  });
}
