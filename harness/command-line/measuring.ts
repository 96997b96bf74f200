import type { Command } from 'commander';
import {
  CONFIG,
  example,
  PREDICT,
  planOptions,
  providerOptions,
  STRICT,
  setting,
  VERBOSE,
} from './shared-options.js';

/** From a scenario to a results folder. */
export function measuringCommands(program: Command, interruption: () => AbortSignal): void {
  example(
    program
      .command('list')
      .description('list the scenarios, their factors and variants')
      .argument('[scenario...]', 'names, or paths of folders: ./my-scenario (default: all)')
      .option('--json', 'for programs')
      .addOption(CONFIG)
      .action(async (names, options) => (await import('../commands/list.js')).list(names, options)),
    'netknee list',
    'netknee list ./my-scenario',
  );

  example(
    program
      .command('new')
      .description('write the folder of a new scenario, which runs as it stands')
      .argument('<name>', 'of the scenario and its folder')
      .action(async (name) => (await import('../commands/new.js')).newScenario(name)),
    'netknee new my-scenario',
  );

  example(
    providerOptions(planOptions(program.command('plan')))
      .description('print every trial, its order, seed and estimated duration; touches no machine')
      .argument('[scenario...]', 'default: those that list shows first')
      .option('--json', 'for programs')
      .option('--matrix <n>', 'the plan in n shards, as the matrix of a GitHub Actions job')
      .action(async (names, options) => (await import('../commands/plan.js')).plan(names, options)),
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
      .action(async (names, options) => (await import('../commands/doctor.js')).doctor(names, options)),
    'netknee doctor',
    'netknee doctor netns-create',
  );

  example(
    program
      .command('check')
      .description('say whether this machine, as it is, has what the scenarios found; exit 4 when it has')
      .argument('[scenario...]', 'names, or paths of folders (default: all)')
      .option('--laws <folder>', 'a results folder whose laws predict, in the place of those that come along')
      .option(
        '--measure <seconds>',
        'as root: trace so long what the law predicts, and put every setting back',
      )
      .option('--json', 'for programs')
      .addOption(CONFIG)
      .action(async (names, options) =>
        (await import('../commands/check.js')).check(names, options, interruption()),
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
        (await import('../commands/bake.js')).bake(names, options, interruption()),
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
        (await import('../commands/run.js')).run(names, options, interruption()),
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
        (await import('../commands/merge.js')).merge(folders, options, interruption()),
      ),
    'netknee merge results/*.shard-*-of-3',
  );
}
