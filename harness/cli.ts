#!/usr/bin/env node
/**
 * argv → command. The only place that ends the process. A command's own modules are loaded when it is
 * called, so that `--help` and a typing error answer at once.
 */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { optimizeLate } from './command-line/optimize-late.js';
import { asFailure, describeFailure, EXIT, Failure } from './failure.js';
import { leaveCallerEnvironment } from './machine/host/caller-environment.js';
import { packageRoot } from './machine/host/places.js';
import { allSaid, complain, say } from './machine/host/terminal.js';

optimizeLate(process.versions.v8);
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

// One after the other: all at once would open more files than a low `ulimit -n` allows, before anything could say so.
const { example } = await import('./command-line/shared-options.js');
const { measuringCommands } = await import('./command-line/measuring.js');
const { concludingCommands } = await import('./command-line/concluding.js');
const { keepingCommands } = await import('./command-line/keeping.js');

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

measuringCommands(program, interruption);
concludingCommands(program, interruption);
keepingCommands(program, interruption);

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
