#!/usr/bin/env node
/**
 * argv → command. The only place that ends the process. A command's own modules are loaded when it is
 * called, so that `--help` and a typing error answer at once.
 */
import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { asFailure, describeFailure, EXIT, Failure } from './failure.js';
import { leaveCallerEnvironment } from './machine/host/caller-environment.js';
import { packageRoot } from './machine/host/places.js';
import { allSaid, complain, say } from './machine/host/terminal.js';
import { OPTIONS, type OptionKey, type SettingOption } from './run/config/option-table.js';

leaveCallerEnvironment();

const { version } = JSON.parse(readFileSync(`${packageRoot}/package.json`, 'utf8')) as { version: string };

/** One signal ends the run in order; a second one is the user's last word. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(EXIT.interrupted);
      controller.abort();
      complain(`\nnetknee: ${name}: ending in order; once more to end at once\n`);
    });
  }
  return controller.signal;
}

const collect = (value: string, before: string[] = []): string[] => [...before, value];

const CONFIG = new Option(
  '--config <file>',
  'settings file (default: netknee.config.yaml, when there is one)',
);

const PREDICT = new Option(
  '--predict <machine>',
  'NAME=20000,cpus=96: say what this run predicts for a machine of yours, in one sentence',
);

const DESPITE_DAMAGE = new Option(
  '--allow-mismatch <word>',
  'damage: go on knowingly with those rows of a damaged observations.csv that are good; the result says so on top',
);

const STRICT = new Option('--strict', 'exit 3 when a shape claim is contradicted');

const VERBOSE = new Option('--verbose', 'every claim and notice at the end, not the answers alone');

const WITHOUT = new Option(
  '--without <list>',
  'metrics, variants or levels (NAME=4000) that a run may lack; else a cell left out is exit 4',
);

/** An option that is a setting. @param help where it says another thing than usual */
function setting(key: OptionKey, help?: string): Option {
  const { flags, help: usual, repeated, choices }: SettingOption = OPTIONS[key];
  const option = new Option(flags, help ?? usual);
  if (choices !== undefined) return option.choices(choices);
  return repeated ? option.argParser(collect) : option;
}

const settings = (command: Command, keys: readonly OptionKey[]): Command =>
  keys.reduce((all, key) => all.addOption(setting(key)), command);

/** What says which trials: the same for `plan`, `run`, `bake` and `shell`. */
const planOptions = (command: Command): Command =>
  settings(command, [
    ...(['profile', 'clock', 'levels', 'treatment', 'variants', 'variant', 'passes', 'boots'] as const),
    ...(['iterations', 'possibleCpus', 'memory', 'kernel', 'seed', 'until'] as const),
  ]).addOption(CONFIG);

/** What says where the trials run. */
const providerOptions = (command: Command): Command =>
  settings(command, ['provider', 'image', 'host', 'sshConfig', 'sshPort']);

const example = (command: Command, ...lines: string[]): Command =>
  command.addHelpText('after', `\nExample:\n${lines.map((line) => `  $ ${line}`).join('\n')}`);

const program = new Command('netknee')
  .description(
    'Finds the knee: where a Linux container-networking operation stops scaling, why, and which change removes it.',
  )
  .version(version)
  .showSuggestionAfterError()
  // Words of the command line are repeated in messages.
  .configureOutput({ writeOut: say, writeErr: complain })
  .exitOverride();

example(program, 'netknee run netns-create --profile quick', 'netknee report results/<run-id>');

example(
  program
    .command('list')
    .description('list the scenarios, their factors and variants')
    .argument('[scenario...]', 'names, or paths of folders: ./my-scenario (default: all)')
    .option('--json', 'for programs')
    .addOption(CONFIG)
    .action(async (names, options) => (await import('./commands/list.js')).list(names, options)),
  'netknee list',
  'netknee list ./my-scenario',
);

example(
  program
    .command('new')
    .description('write the folder of a new scenario, which runs as it stands')
    .argument('<name>', 'of the scenario and its folder')
    .action(async (name) => (await import('./commands/new.js')).newScenario(name)),
  'netknee new my-scenario',
);

example(
  providerOptions(planOptions(program.command('plan')))
    .description('print every trial, its order, seed and estimated duration; touches no machine')
    .argument('[scenario...]', 'default: those that list shows first')
    .option('--json', 'for programs')
    .option('--matrix <n>', 'the plan in n shards, as the matrix of a GitHub Actions job')
    .action(async (names, options) => (await import('./commands/plan.js')).plan(names, options)),
  'netknee plan netns-create --clock instructions --levels 0,2000',
  'netknee plan --matrix 3',
);

example(
  program
    .command('doctor')
    .description('say what this machine has and lacks, and the command that fixes it')
    .argument('[scenario...]', 'say of these, too, what each needs and whether it is baked')
    .option('--json', 'for programs')
    .addOption(CONFIG)
    .action(async (names, options) => (await import('./commands/doctor.js')).doctor(names, options)),
  'netknee doctor',
  'netknee doctor netns-create',
);

example(
  program
    .command('check')
    .description('say whether this machine, as it is, has what the scenarios found; exit 4 when it has')
    .argument('[scenario...]', 'names, or paths of folders (default: all)')
    .option('--laws <folder>', 'a results folder whose laws predict, in the place of those that come along')
    .option('--measure <seconds>', 'as root: trace so long what the law predicts, and put every setting back')
    .option('--json', 'for programs')
    .addOption(CONFIG)
    .action(async (names, options) =>
      (await import('./commands/check.js')).check(names, options, interruption()),
    ),
  'netknee check',
  'sudo netknee check --measure 10',
);

example(
  planOptions(program.command('bake'))
    .description('bake the guest and build the variants, so that a run starts at once')
    .argument('[scenario...]', 'default: those that list shows first')
    .addOption(setting('fromManifest'))
    .action(async (names, options) =>
      (await import('./commands/bake.js')).bake(names, options, interruption()),
    ),
  'netknee bake --kernel 6.1 --kernel 6.12',
  'netknee bake --from-manifest results/<run-id>',
);

example(
  providerOptions(planOptions(program.command('run')))
    .description('measure: prepare, trials, summary, report')
    .argument('[scenario...]', 'default: those that list shows first')
    .addOption(setting('allowDestructive'))
    .addOption(setting('fromManifest'))
    .addOption(setting('out'))
    .addOption(setting('timeout'))
    .addOption(setting('jobs'))
    .addOption(setting('budget'))
    .addOption(setting('keep'))
    .option('--resume <folder>', 'go on with an interrupted run, by its own plan')
    .option(
      '--shard <i/n>',
      'run this part of the plan: whole blocks, 2/3 for the second of three (default: what Slurm, Kubernetes or parallel says)',
    )
    .addOption(PREDICT)
    .addOption(STRICT)
    .addOption(VERBOSE)
    .option('--json', 'one event a line on stdout, for programs')
    .action(async (names, options) =>
      (await import('./commands/run.js')).run(names, options, interruption()),
    ),
  'netknee run ipvs-estimation --clock instructions --possible-cpus 80 --levels 0,79001',
  'netknee run netns-create --provider local --profile smoke --allow-destructive',
  'netknee run --resume results/<run-id>',
  'netknee run netns-create --shard 2/3',
  'netknee run ./my-scenario --profile smoke',
);

example(
  program
    .command('merge')
    .description(
      'put the shards of one plan together as one results folder, as if they had run on one machine',
    )
    .argument('<folder...>', 'results folders of the shards, in any order')
    .option('--out <folder>', 'the results folder to make (default: results/<run-id>)')
    .option('--partial', 'merge what there is: trials of the plan may be missing')
    .addOption(STRICT)
    .addOption(VERBOSE)
    .action(async (folders, options) =>
      (await import('./commands/merge.js')).merge(folders, options, interruption()),
    ),
  'netknee merge results/*.shard-*-of-3',
);

example(
  program
    .command('report')
    .description('rebuild summary and report from observations.csv and manifest.json')
    .argument('<folder>', 'a folder that `netknee run` made')
    .addOption(DESPITE_DAMAGE)
    .addOption(PREDICT)
    .addOption(STRICT)
    .addOption(VERBOSE)
    .option('--png', 'figures as PNG too, which takes seconds more')
    .option('--paper', 'paper/ too: tables, figures and captions that stand alone, for LaTeX')
    .action(async (folder, options) => (await import('./commands/report.js')).report(folder, options)),
  'netknee report results/<run-id>',
  'netknee report results/<run-id> --predict rules=20000,cpus=96',
);

example(
  program
    .command('verify')
    .description('say whether a results folder is whole and follows from itself; exit 1 names what does not')
    .argument('<folder>', 'a folder that `netknee run` made')
    .action(async (folder) => (await import('./commands/verify.js')).verify(folder)),
  'netknee verify results/<run-id>',
);

example(
  program
    .command('compare')
    .description(
      'set two runs against one another, cell by cell; exit 2 on a regression, 4 when cells are left out',
    )
    .argument('<base>', 'results folder, or name of the baseline, to compare with')
    .argument('<new>', 'results folder of the run in question')
    .option('--threshold <share>', 'least change that matters (default: 5%)')
    .option(
      '--allow-mismatch <list>',
      'differences to allow: profile,kernel,accelerator,possible-cpus,memory; damage: rows that are not good',
    )
    .addOption(WITHOUT)
    .option('--clock <name>', 'instructions or wall: this clock alone')
    .option('--all', 'print every cell, not the changed ones alone')
    .option('--out <folder>', 'write compare.md, junit.xml, step-summary.md and a CSV a clock there')
    .option('--junit <file>', 'write the comparison as JUnit XML: a regression is a failure')
    .option('--link <url>', 'of the whole report, for step-summary.md (default: NETKNEE_REPORT_URL)')
    .option('--json', 'for programs')
    .action(async (base, next, options) =>
      (await import('./commands/compare.js')).compare(base, next, options),
    ),
  'netknee compare results/<base> results/<new> --threshold 5%',
);

example(
  program
    .command('trend')
    .description(
      'find change points over many runs: a table, and a figure of each cell that changed; exit 4 when cells are left out',
    )
    .argument('<folder...>', 'results folders, in any order')
    .option('--threshold <share>', 'least change that matters (default: 5%)')
    .addOption(WITHOUT)
    .addOption(DESPITE_DAMAGE)
    .option('--out <folder>', 'where trend.md, trend.csv and figures go (default: trend)')
    .action(async (folders, options) => (await import('./commands/trend.js')).trend(folders, options)),
  'netknee trend results/* --out trend',
);

example(
  program
    .command('site')
    .description(
      'write a folder for any web server: newest verdicts, trends, every report, each run against the one before',
    )
    .argument('<folder...>', 'results folders, in any order')
    .option('--threshold <share>', 'least change that matters (default: 5%)')
    .addOption(DESPITE_DAMAGE)
    .option('--out <folder>', 'where it goes: an empty folder, or a site of before (default: site)')
    .action(async (folders, options) => (await import('./commands/site.js')).site(folders, options)),
  'netknee site results/* --out site',
);

example(
  program
    .command('bisect')
    .description(
      'find the commit that made an operation stop scaling, or scale: git bisect, each step measured',
    )
    .argument('<scenario>')
    .requiredOption(
      '--good <rev>',
      'a revision at which the predicate holds; either end may be the older one',
    )
    .requiredOption('--bad <rev>', 'a revision at which it does not')
    .option('--variant <name>', "the tool, or a variant of the scenario (default: the scenario's tool)")
    .option('--repo <path>', "the tool's git repository; it is only read (default: this folder)")
    .addOption(setting('levels', "two levels to compare (default: the scenario's)"))
    .option('--metric <name>', "another metric than the scenario's main claim is about")
    .option('--below <ratio>', 'the predicate holds below this ratio of the two levels')
    .addOption(setting('clock', "instructions or wall (default: the scenario's)"))
    .addOption(setting('boots', 'boots of every step (default: 1)'))
    .addOption(setting('iterations'))
    .addOption(setting('kernel', "of the guest, as run's (default: 6.1)"))
    .addOption(setting('seed'))
    .addOption(setting('timeout'))
    .addOption(setting('out', 'where results go, one folder a bisection (default: bisect)'))
    .option('--resume <folder>', 'go on in this folder: what was measured there is not measured again')
    .addOption(CONFIG)
    .action(async (name, options) =>
      (await import('./commands/bisect.js')).bisectCommand(name, options, interruption()),
    ),
  'netknee bisect netns-create --variant iproute2 --good v4.9.0 --bad v4.8.0 --repo ../iproute2',
);

const image = program
  .command('image')
  .description('carry what was baked to a machine without any network: export, import');
example(
  planOptions(image.command('export'))
    .description('pack the guest, kernels, probes and variants of a plan into one file')
    .argument('<file>')
    .argument('[scenario...]', 'default: those that list shows first')
    .addOption(setting('fromManifest'))
    .action(async (file, names, options) =>
      (await import('./commands/image.js')).exportCommand(file, names, options, interruption()),
    ),
  'netknee image export netknee-image.tar.gz',
);
example(
  image
    .command('import')
    .description('put an exported image into the cache, every digest checked first')
    .argument('<file>')
    .action(async (file) => (await import('./commands/image.js')).importCommand(file, interruption())),
  'netknee image import netknee-image.tar.gz',
);
example(image, 'netknee image export netknee-image.tar.gz');

const baseline = program
  .command('baseline')
  .description('runs kept as plain files for git, to compare with: save, list, show');
example(
  baseline
    .command('save')
    .description('keep a run as a baseline: its manifest and all observations but raw ones')
    .argument('<folder>', 'a folder that `netknee run` made')
    .option('--name <name>', 'what to call it (default: main)')
    .option('--partial', 'keep what there is: trials of the plan may be missing or failed')
    .action(async (folder, options) => (await import('./commands/baseline.js')).save(folder, options)),
  'netknee baseline save results/<run-id> --name main',
);
example(
  baseline
    .command('list')
    .description('every baseline, a line each')
    .action(async () => (await import('./commands/baseline.js')).list()),
  'netknee baseline list',
);
example(
  baseline
    .command('show')
    .description('what a baseline was measured with')
    .argument('<name>')
    .action(async (name) => (await import('./commands/baseline.js')).show(name)),
  'netknee baseline show main',
);
example(baseline, 'netknee baseline list');

example(
  program
    .command('prune')
    .description('remove old results folders')
    .requiredOption('--keep-last <n>', 'how many of the latest runs stay')
    .option('--keep-baselines', 'runs that a baseline came from stay too')
    .option('--results <folder>', 'the folder of results folders (default: results)')
    .option('--dry-run', 'say what would be removed')
    .action(async (options) => (await import('./commands/prune.js')).prune(options)),
  'netknee prune --keep-last 14 --keep-baselines',
);

example(
  planOptions(program.command('shell'))
    .description("open a shell in a guest of a plan's first trial")
    .argument('<scenario>')
    .argument('[command...]', 'run this instead of a shell')
    .action(async (name, words, options) =>
      (await import('./commands/shell.js')).shell(name, words, options, interruption()),
    ),
  'netknee shell netns-create --clock wall',
  'netknee shell ipvs-estimation -- uname -r',
);

example(
  program
    .command('clean')
    .description('remove what a killed run left: its guests, overlays and temporary folders')
    .option('--cache', 'the baked images and builds as well')
    .action(async (options) => (await import('./commands/clean.js')).clean(options)),
  'netknee clean',
);

/** Says why a command ended otherwise than well. @returns its exit code */
function exitOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const known = asFailure(error);
  complain(`netknee: ${describeFailure(known)}\n`);
  return known instanceof Failure ? known.details.exit : EXIT.internal;
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitOf(error);
}
try {
  await allSaid();
} catch (error) {
  process.exitCode ||= exitOf(error);
}
process.exit();
