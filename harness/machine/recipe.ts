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
  return async (pieces: TemplateStringsArray, ...values: (string | number | string[])[]): Promise<string> => {
    // zx listens to a controller, not to a signal.
    const stop = new AbortController();
    const abort = () => stop.abort();
    options.signal?.addEventListener('abort', abort, { once: true });
    if (options.signal?.aborted === true) abort();
    const shell = $({
      quiet: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      prefix: 'set -euo pipefail; ',
      timeout: options.deadlineS * 1000,
      ac: stop,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
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
    } finally {
      options.signal?.removeEventListener('abort', abort);
    }
  };
}
