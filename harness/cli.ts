#!/usr/bin/env node
/**
 * argv → command. The only place that ends the process. A command's own modules are loaded when it is
 * called, so that `--help` and a typing error answer at once.
 */
import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { asFailure, describeFailure, EXIT, Failure } from './failure.js';
import { packageRoot } from './machine/places.js';

const { version } = JSON.parse(readFileSync(`${packageRoot}/package.json`, 'utf8')) as { version: string };

/** One signal ends the run in order; a second one is the user's last word. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(EXIT.interrupted);
      controller.abort();
      process.stderr.write(`\nnetknee: ${name}: ending in order; once more to end at once\n`);
    });
  }
  return controller.signal;
}

const collect = (value: string, before: string[] = []): string[] => [...before, value];

const CONFIG = new Option(
  '--config <file>',
  'settings file (default: netknee.config.yaml, when there is one)',
);

const STRICT = new Option('--strict', 'exit 3 when a shape claim is contradicted');

/** What says which trials: the same for `plan`, `run`, `bake` and `shell`. */
function planOptions(command: Command): Command {
  return command
    .option('--profile <name>', 'quick, standard or paper: boots and iterations (default: quick)')
    .option('--lane <name>', 'exact, real or both (default: both)')
    .option(
      '--levels <list>',
      'levels of the state factor: 0,500 or namespaces=0,500; may be repeated',
      collect,
    )
    .option('--variants <list>', 'variants to measure, by name')
    .option(
      '--variant <tree>',
      'NAME=path:FOLDER: build this variant from your own tree; may be repeated',
      collect,
    )
    .option('--boots <n>', 'boots of every machine treatment')
    .option('--iterations <n>', 'repetitions inside a boot')
    .option('--possible-cpus <list>', 'possible CPUs of the guest, in both lanes')
    .option(
      '--kernel <name>',
      '6.1, 6.12, 5.10 or NAME=BZIMAGE,MODULES; may be repeated (default: 6.1)',
      collect,
    )
    .option('--seed <n>', 'seed of every random order (default: 1)')
    .addOption(CONFIG);
}

const example = (command: Command, ...lines: string[]): Command =>
  command.addHelpText('after', `\nExample:\n${lines.map((line) => `  $ ${line}`).join('\n')}`);

const program = new Command('netknee')
  .description(
    'Finds the knee: where a Linux container-networking operation stops scaling, why, and which change removes it.',
  )
  .version(version)
  .showSuggestionAfterError()
  .exitOverride();

example(program, 'netknee run netns-create --profile quick', 'netknee report results/<run-id>');

example(
  program
    .command('list')
    .description('list the scenarios, their factors and variants')
    .option('--json', 'for programs')
    .action(async (options) => (await import('./commands/list.js')).list(options)),
  'netknee list',
);

example(
  planOptions(program.command('plan'))
    .description('print every trial, its order, seed and estimated duration; touches no machine')
    .argument('[scenario...]', 'default: all')
    .option('--json', 'for programs')
    .action(async (names, options) => (await import('./commands/plan.js')).plan(names, options)),
  'netknee plan netns-create --lane exact --levels 0,2000',
);

example(
  program
    .command('doctor')
    .description('say what this machine has and lacks, and the command that fixes it')
    .option('--json', 'for programs')
    .addOption(CONFIG)
    .action(async (options) => (await import('./commands/doctor.js')).doctor(options)),
  'netknee doctor',
);

example(
  planOptions(program.command('bake'))
    .description('bake the guest and build the variants, so that a run starts at once')
    .argument('[scenario...]', 'default: all')
    .action(async (names, options) =>
      (await import('./commands/bake.js')).bake(names, options, interruption()),
    ),
  'netknee bake --kernel 6.1 --kernel 6.12',
);

example(
  planOptions(program.command('run'))
    .description('measure: prepare, trials, summary, report')
    .argument('[scenario...]', 'default: all')
    .option('--provider <name>', 'what makes the machines: qemu (default: qemu)')
    .option('--out <folder>', 'where results go, one folder a run (default: results)')
    .option('--timeout <seconds>', 'deadline of one trial')
    .option('--jobs <n>', 'exact trials side by side (default: one a CPU)')
    .option('--keep', 'keep each bundle with its binaries (raw/<trial>/bundle.tar), to run it by hand')
    .option('--resume <folder>', 'go on with an interrupted run, by its own plan')
    .addOption(STRICT)
    .option('--json', 'one event a line on stdout, for programs')
    .action(async (names, options) =>
      (await import('./commands/run.js')).run(names, options, interruption()),
    ),
  'netknee run ipvs-estimation --lane exact --possible-cpus 80 --levels 0,79001',
  'netknee run --resume results/<run-id>',
);

example(
  program
    .command('report')
    .description('rebuild summary and report from observations.csv and manifest.json')
    .argument('<folder>', 'a folder that `netknee run` made')
    .addOption(STRICT)
    .action(async (folder, options) => (await import('./commands/report.js')).report(folder, options)),
  'netknee report results/<run-id>',
);

example(
  program
    .command('compare')
    .description('set two runs against one another, cell by cell; exit 2 on a regression')
    .argument('<base>', 'results folder of the run to compare with')
    .argument('<new>', 'results folder of the run in question')
    .option('--threshold <share>', 'least change that matters (default: 5%)')
    .option('--despite <list>', 'differences to allow: profile,kernel,accelerator,possible-cpus,memory')
    .option('--all', 'print every cell, not the changed ones alone')
    .option('--out <folder>', 'write compare.md and a CSV a lane there')
    .action(async (base, next, options) =>
      (await import('./commands/compare.js')).compare(base, next, options),
    ),
  'netknee compare results/<base> results/<new> --threshold 5%',
);

example(
  program
    .command('trend')
    .description('find change points over many runs: a table, and a figure of each cell that changed')
    .argument('<folder...>', 'results folders, in any order')
    .option('--threshold <share>', 'least change that matters (default: 5%)')
    .option('--out <folder>', 'where trend.md, trend.csv and figures go (default: trend)')
    .action(async (folders, options) => (await import('./commands/trend.js')).trend(folders, options)),
  'netknee trend results/* --out trend',
);

example(
  planOptions(program.command('shell'))
    .description("open a shell in a guest of a plan's first trial")
    .argument('<scenario>')
    .argument('[command...]', 'run this instead of a shell')
    .action(async (name, words, options) =>
      (await import('./commands/shell.js')).shell(name, words, options, interruption()),
    ),
  'netknee shell netns-create --lane real',
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

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  } else {
    const known = asFailure(error);
    process.stderr.write(`netknee: ${describeFailure(known)}\n`);
    process.exitCode = known instanceof Failure ? known.details.exit : EXIT.internal;
  }
}
process.exit();
