import type { Command } from 'commander';
import { number } from '../run/config/option-parsers.js';
import { example, planOptions, setting } from './shared-options.js';

/** What is kept, carried elsewhere, looked into and removed. */
export function keepingCommands(program: Command, interruption: () => AbortSignal): void {
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
        (await import('../commands/image.js')).exportCommand(file, names, options, interruption()),
      ),
    'netknee image export netknee-image.tar.gz',
  );
  example(
    image
      .command('import')
      .description('put an exported image into the cache, every digest checked first')
      .argument('<file>')
      .action(async (file) => (await import('../commands/image.js')).importCommand(file, interruption())),
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
      .action(async (folder, options) => (await import('../commands/baseline.js')).save(folder, options)),
    'netknee baseline save results/<run-id> --name main',
  );
  example(
    baseline
      .command('list')
      .description('every baseline, a line each')
      .action(async () => (await import('../commands/baseline.js')).list()),
    'netknee baseline list',
  );
  example(
    baseline
      .command('show')
      .description('what a baseline was measured with')
      .argument('<name>')
      .action(async (name) => (await import('../commands/baseline.js')).show(name)),
    'netknee baseline show main',
  );
  example(baseline, 'netknee baseline list');

  example(
    program
      .command('prune')
      .description('remove old results folders')
      .requiredOption('--keep-last <n>', 'how many of the latest runs stay', (word) =>
        number(word, '--keep-last'),
      )
      .option('--keep-baselines', 'runs that a baseline came from stay too')
      .option('--results <folder>', 'the folder of results folders (default: results)')
      .option('--dry-run', 'say what would be removed')
      .action(async (options) => (await import('../commands/prune.js')).prune(options)),
    'netknee prune --keep-last 14 --keep-baselines',
  );

  example(
    planOptions(program.command('shell'))
      .description("open a shell in a guest of a plan's first trial")
      .argument('<scenario>')
      .argument('[command...]', 'run this instead of a shell')
      .action(async (name, words, options) =>
        (await import('../commands/shell.js')).shell(name, words, options, interruption()),
      ),
    'netknee shell netns-create --clock wall',
    'netknee shell ipvs-estimation -- uname -r',
  );

  example(
    program
      .command('clean')
      .description('remove what a killed run left: its guests, overlays and temporary folders')
      .option('--cache', 'the baked images and builds as well')
      .action(async (options) => (await import('../commands/clean.js')).clean(options)),
    'netknee clean',
  );
}
