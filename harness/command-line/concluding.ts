import type { Command } from 'commander';
import { positive } from '../run/config/option-parsers.js';
import {
  CONFIG,
  DESPITE_DAMAGE,
  example,
  ONE_CLOCK,
  PREDICT,
  STRICT,
  setting,
  THRESHOLD,
  VERBOSE,
  WITHOUT,
} from './shared-options.js';

/** From results folders to what they say. */
export function concludingCommands(program: Command, interruption: () => AbortSignal): void {
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
      .action(async (folder, options) => (await import('../commands/report.js')).report(folder, options)),
    'netknee report results/<run-id>',
    'netknee report results/<run-id> --predict rules=20000,cpus=96',
  );

  example(
    program
      .command('verify')
      .description(
        'say whether a results folder is whole and follows from itself; exit 1 names what does not',
      )
      .argument('<folder>', 'a folder that `netknee run` made')
      .action(async (folder) => (await import('../commands/verify.js')).verify(folder)),
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
      .addOption(THRESHOLD)
      .option(
        '--allow-mismatch <list>',
        'differences to allow: profile,kernel,accelerator,possible-cpus,memory; damage: rows that are not good',
      )
      .addOption(WITHOUT)
      .addOption(ONE_CLOCK)
      .option('--all', 'print every cell, not the changed ones alone')
      .option('--out <folder>', 'write compare.md, junit.xml, step-summary.md and a CSV a clock there')
      .option('--junit <file>', 'write the comparison as JUnit XML: a regression is a failure')
      .option('--link <url>', 'of the whole report, for step-summary.md (default: NETKNEE_REPORT_URL)')
      .option('--json', 'for programs')
      .action(async (base, next, options) =>
        (await import('../commands/compare.js')).compare(base, next, options),
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
      .addOption(THRESHOLD)
      .addOption(WITHOUT)
      .addOption(DESPITE_DAMAGE)
      .option('--out <folder>', 'where trend.md, trend.csv and figures go (default: trend)')
      .action(async (folders, options) => (await import('../commands/trend.js')).trend(folders, options)),
    'netknee trend results/* --out trend',
  );

  example(
    program
      .command('site')
      .description(
        'write a folder for any web server: newest verdicts, trends, every report, each run against the one before',
      )
      .argument('<folder...>', 'results folders, in any order')
      .addOption(THRESHOLD)
      .addOption(DESPITE_DAMAGE)
      .option('--out <folder>', 'where it goes: an empty folder, or a site of before (default: site)')
      .action(async (folders, options) => (await import('../commands/site.js')).site(folders, options)),
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
      .option('--below <ratio>', 'the predicate holds below this ratio of the two levels', (word) =>
        positive(word, '--below'),
      )
      .addOption(ONE_CLOCK)
      .addOption(setting('boots', 'boots of every step (default: 1)'))
      .addOption(setting('iterations'))
      .addOption(setting('kernel', "of the guest, as run's (default: 6.1)"))
      .addOption(setting('seed'))
      .addOption(setting('timeout'))
      .addOption(setting('out', 'where results go, one folder a bisection (default: bisect)'))
      .option('--resume <folder>', 'go on in this folder: what was measured there is not measured again')
      .addOption(CONFIG)
      .action(async (name, options) =>
        (await import('../commands/bisect.js')).bisectCommand(name, options, interruption()),
      ),
    'netknee bisect netns-create --variant iproute2 --good v4.9.0 --bad v4.8.0 --repo ../iproute2',
  );
}
