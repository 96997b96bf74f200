import { $, ProcessOutput } from 'zx';
import { EXIT, Failure, tailOf } from '../failure.js';

export interface RecipeOptions {
  deadlineS: number;
  what: string;
  remedy?: string | undefined;
  cwd?: string | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * A zx shell for build and provisioning recipes: pipelines with every value quoted, a deadline, and
 * a Failure instead of zx's own error. Where output becomes data, `exec` is used.
 */
export function recipe(options: RecipeOptions) {
  const shell = $({
    quiet: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    prefix: 'set -euo pipefail; ',
    timeout: options.deadlineS * 1000,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.signal === undefined ? {} : { ac: abortController(options.signal) }),
  });
  return async (pieces: TemplateStringsArray, ...values: (string | number | string[])[]): Promise<string> => {
    try {
      return (await shell(pieces, ...values)).stdout;
    } catch (error) {
      if (!(error instanceof ProcessOutput)) throw error;
      const late = error.signal === 'SIGTERM' && options.signal?.aborted !== true;
      throw new Failure({
        what: late ? `${options.what} (no end within ${options.deadlineS} s)` : options.what,
        exit: options.signal?.aborted === true ? EXIT.interrupted : EXIT.prerequisite,
        command: String.raw({ raw: pieces }, ...values.map(String)).trim(),
        exitCode: error.exitCode ?? error.signal ?? undefined,
        tail: tailOf(error.stderr || error.stdout),
        remedy: options.remedy,
      });
    }
  };
}

/** zx listens to a controller, not to a signal. */
function abortController(signal: AbortSignal): AbortController {
  const controller = new AbortController();
  if (signal.aborted) controller.abort();
  else signal.addEventListener('abort', () => controller.abort(), { once: true });
  return controller;
}
