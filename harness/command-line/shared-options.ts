import { type Command, Option } from 'commander';
import { share } from '../run/config/option-parsers.js';
import { OPTIONS, type OptionKey, type SettingOption } from '../run/config/option-table.js';

const collect = (value: string, before: string[] = []): string[] => [...before, value];

export const CONFIG = new Option(
  '--config <file>',
  'settings file (default: netknee.config.yaml, when there is one)',
);

export const PREDICT = new Option(
  '--predict <machine>',
  'NAME=20000,cpus=96: say what this run predicts for a machine of yours, in one sentence',
);

export const DESPITE_DAMAGE = new Option(
  '--allow-mismatch <word>',
  'damage: go on knowingly with those rows of a damaged observations.csv that are good; the result says so on top',
);

export const THRESHOLD = new Option('--threshold <share>', 'least change that matters')
  .argParser((word) => share(word, '--threshold'))
  .default(0.05, '5%');

export const ONE_CLOCK = new Option('--clock <name>', 'this clock alone').choices(['instructions', 'wall']);

export const STRICT = new Option('--strict', 'exit 3 when a shape claim is contradicted');

export const VERBOSE = new Option('--verbose', 'every claim and notice at the end, not the answers alone');

export const WITHOUT = new Option(
  '--without <list>',
  'metrics, variants or levels (NAME=4000) that a run may lack; else a cell left out is exit 4',
);

/** An option that is a setting. @param help where it says another thing than usual */
export function setting(key: OptionKey, help?: string): Option {
  const { flags, help: usual, repeated, choices }: SettingOption = OPTIONS[key];
  const option = new Option(flags, help ?? usual);
  if (choices !== undefined) return option.choices(choices);
  return repeated ? option.argParser(collect) : option;
}

const settings = (command: Command, keys: readonly OptionKey[]): Command =>
  keys.reduce((all, key) => all.addOption(setting(key)), command);

/** What says which trials: the same for `plan`, `run`, `bake` and `shell`. */
export const planOptions = (command: Command): Command =>
  settings(command, [
    ...(['profile', 'clock', 'levels', 'treatment', 'variants', 'variant', 'passes', 'boots'] as const),
    ...(['iterations', 'possibleCpus', 'memory', 'kernel', 'seed', 'until'] as const),
  ]).addOption(CONFIG);

/** What says where the trials run. */
export const providerOptions = (command: Command): Command =>
  settings(command, ['provider', 'image', 'host', 'sshConfig', 'sshPort']);

export const example = (command: Command, ...lines: string[]): Command =>
  command.addHelpText('after', `\nExample:\n${lines.map((line) => `  $ ${line}`).join('\n')}`);
