import { CHOICES } from './choices.js';
import { boots, items, levels, number, numbers, seconds, treatments } from './option-parsers.js';
import type { Settings } from './settings.js';
import { parseVariantTree } from './variant-trees.js';

/** What commander hands over: an option's word, all of its words when it may be repeated, or that it was said. */
type Words = string | string[] | boolean;

/** An option of the command line that is a setting. */
export interface SettingOption<W extends Words = Words, S extends keyof Settings = keyof Settings> {
  /** As commander takes and shows it: `--seed <n>`. */
  flags: string;
  help: string;
  /** What it is called in a settings file. */
  setting: S;
  repeated: boolean;
  /** All words that it takes, where they are known. */
  choices?: readonly string[];
  /** The setting that words stand for, not yet checked. @param name `--seed` @throws Failure (usage) */
  parse(words: W, name: string): unknown;
  /** Of an option that shapes a plan: the words that give this setting, an option each. */
  wordsOf?(value: NonNullable<Settings[S]>): string[];
}

type Said<W extends Words, S extends keyof Settings> = Omit<SettingOption<W, S>, 'repeated'>;
const once = <S extends keyof Settings>(said: Said<string, S>): SettingOption<string, S> => ({
  ...said,
  repeated: false,
});
const repeated = <S extends keyof Settings>(said: Said<string[], S>): SettingOption<string[], S> => ({
  ...said,
  repeated: true,
});
const text = <S extends keyof Settings>(
  setting: S,
  flags: string,
  help: string,
  choices?: readonly string[],
) => once({ flags, help, setting, parse: (word) => word, ...(choices && { choices }) });
const flag = <S extends keyof Settings>(
  setting: S,
  flags: string,
  help: string,
): SettingOption<boolean, S> => ({ flags, help, setting, repeated: false, parse: (said) => said });

const joined = (list: readonly (string | number)[]): string[] => [list.join()];
const named = (byName: object): string[] => Object.entries(byName).map(([name, value]) => `${name}=${value}`);

/** By the name that commander gives it; those that shape a plan in the order in which "How to repeat" says them. */
export const OPTIONS = {
  profile: text(
    'profile',
    '--profile <name>',
    'boots and iterations; pressure: until memory ends (default: quick)',
    CHOICES.profile,
  ),
  clock: text('clock', '--clock <name>', 'what times are counted in (default: both)', CHOICES.clock),
  levels: repeated({
    flags: '--levels <list>',
    help: 'levels of the factor that grows: 0,500 or NAME=0,500; may be repeated',
    setting: 'levels',
    parse: levels,
    wordsOf: (value) => (Array.isArray(value) ? joined(value) : named(value)),
  }),
  treatment: repeated({
    flags: '--treatment <list>',
    help: 'NAME=LEVEL,LEVEL: some levels of a treatment; may be repeated',
    setting: 'treatments',
    parse: treatments,
    wordsOf: named,
  }),
  variants: once({
    flags: '--variants <list>',
    help: 'variants to measure, by name',
    setting: 'variants',
    parse: items,
    wordsOf: joined,
  }),
  variant: repeated({
    flags: '--variant <tree>',
    help: 'NAME=path:FOLDER: build this variant from your own tree; may be repeated',
    setting: 'trees',
    parse: (words) => Object.fromEntries(words.map(parseVariantTree)),
    wordsOf: (trees) => Object.entries(trees).map(([name, folder]) => `${name}=path:${folder}`),
  }),
  passes: once({
    flags: '--passes <list>',
    help: "kinds of boots: timed, kernels, diagnosis, pressure, factors (default: the profile's)",
    setting: 'passes',
    parse: items,
    wordsOf: joined,
  }),
  boots: once({
    flags: '--boots <n>',
    help: 'boots of every machine treatment: 6, or by clock: wall=6',
    setting: 'boots',
    parse: boots,
    wordsOf: (value) => [typeof value === 'object' ? named(value).join() : String(value)],
  }),
  iterations: once({
    flags: '--iterations <n>',
    help: 'repetitions inside a boot',
    setting: 'iterations',
    parse: number,
    wordsOf: (value) => [String(value)],
  }),
  possibleCpus: once({
    flags: '--possible-cpus <list>',
    help: 'possible CPUs of the guest, in both clocks',
    setting: 'possible-cpus',
    parse: numbers,
    wordsOf: joined,
  }),
  memory: once({
    flags: '--memory <list>',
    help: 'memory of the guest, in MB (default: 2048)',
    setting: 'memory',
    parse: numbers,
    wordsOf: joined,
  }),
  kernel: repeated({
    flags: '--kernel <name>',
    help: '6.1, 6.12, 5.10, newest or NAME=BZIMAGE,MODULES; may be repeated (default: 6.1)',
    setting: 'kernel',
    parse: (words) => words,
    wordsOf: (kernels) => kernels,
  }),
  seed: once({
    flags: '--seed <n>',
    help: 'seed of every random order (default: 1)',
    setting: 'seed',
    parse: number,
  }),
  until: once({
    flags: '--until <when>',
    help: 'decided: boots of the wall clock until every answer is decided (default with profile standard)',
    setting: 'until',
    choices: CHOICES.until,
    parse: (word) => word,
    wordsOf: (value) => [value],
  }),
  budget: once({
    flags: '--budget <time>',
    help: 'with --until decided: begin no further block after so long, as 30m, 2h or 900s',
    setting: 'budget',
    parse: seconds,
  }),
  provider: text('provider', '--provider <name>', 'where trials run (default: qemu)', CHOICES.provider),
  image: text(
    'image',
    '--image <name>',
    "of qemu: a distribution's cloud image, such as xenial, or NAME=DISK.qcow2",
  ),
  host: text('host', '--host <name>', 'of ssh: user@host, or an alias of your ssh configuration'),
  sshConfig: text('ssh-config', '--ssh-config <file>', 'of ssh: another file than ~/.ssh/config'),
  sshPort: once({
    flags: '--ssh-port <n>',
    help: 'of ssh: another port than the configuration says',
    setting: 'ssh-port',
    parse: number,
  }),
  allowDestructive: flag(
    'allow-destructive',
    '--allow-destructive',
    'of local and ssh: the machine may break',
  ),
  fromManifest: text(
    'from-manifest',
    '--from-manifest <run>',
    'the guest, kernels and sources of this results folder, every package at its version',
  ),
  out: text('out', '--out <folder>', 'where results go, one folder a run (default: results)'),
  timeout: once({
    flags: '--timeout <seconds>',
    help: 'deadline of one trial',
    setting: 'timeout',
    parse: number,
  }),
  jobs: once({
    flags: '--jobs <n>',
    help: 'instruction-clock trials side by side: a number, or auto for one a CPU (default: 1)',
    setting: 'jobs',
    parse: (word, name) => (word === 'auto' ? word : number(word, name)),
  }),
  keep: flag(
    'keep',
    '--keep',
    'keep each bundle with its binaries (raw/<trial>/bundle.tar), to run it by hand',
  ),
};

export type OptionKey = keyof typeof OPTIONS;

/** Every option with its key. */
export const optionEntries = (): [OptionKey, SettingOption][] =>
  Object.entries(OPTIONS) as [OptionKey, SettingOption][];

/** As it is said: `--seed`. */
export const nameOf = ({ flags }: SettingOption): string => flags.split(' ')[0] as string;
