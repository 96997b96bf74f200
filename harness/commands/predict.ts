import { predictions, predictionWords } from '../effects/prediction.js';
import { EXIT, Failure } from '../failure.js';
import type { Concluded } from '../run/results/results.js';

/** A machine of the user's own, as `--predict NAME=20000,cpus=96` says it. */
export interface PredictedMachine {
  /** The state factor that it has so many of. */
  state: string;
  units: number;
  factor: number;
}

const fail = (what: string, remedy: string): Failure => new Failure({ what, exit: EXIT.usage, remedy });

/** Pure. @throws Failure for anything but `NAME=N,cpus=N` */
export function parsePredict(text: string): PredictedMachine {
  const pairs = Object.fromEntries(
    text.split(',').map((pair): [string, number] => {
      const [name = '', word = ''] = pair.split('=');
      return [name, /^\d{1,9}$/.test(word) ? Number(word) : Number.NaN];
    }),
  );
  const [state, ...more] = Object.keys(pairs).filter((name) => name !== 'cpus');
  const [units, factor] = [pairs[state ?? ''] ?? Number.NaN, pairs.cpus ?? Number.NaN];
  if (state !== undefined && state !== '' && more.length === 0 && units >= 0 && factor > 0) {
    return { state, units, factor };
  }
  throw fail(
    `--predict takes a number of what grows and possible CPUs, not "${text}"`,
    'Say --predict NAME=20000,cpus=96, by the name of the state factor. Possible CPUs stand in /sys/devices/system/cpu/possible: 0-95 are 96.',
  );
}

/** Pure: what the fits of a results folder predict, a sentence a kernel. @throws Failure when nothing was fitted in it */
export function predictLines(
  folder: string,
  { manifest, summary }: Pick<Concluded, 'manifest' | 'summary'>,
  { state, units, factor }: PredictedMachine,
): string {
  const along = [
    ...new Set(manifest.scenarios.flatMap(({ predictions: specs = [] }) => specs.map(({ by }) => by))),
  ];
  if (along.length > 0 && !along.includes(state)) {
    throw fail(`${folder} predicts nothing along "${state}"`, `Say --predict ${along[0]}=20000,cpus=96.`);
  }
  const sentences = manifest.scenarios.flatMap(({ name, predictions: specs = [] }) => {
    const rows = summary.filter(({ scenario }) => scenario === name);
    return specs
      .filter(({ by }) => by === state)
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
