import { $, ProcessOutput } from 'zx';
import { EXIT, Failure, tailOf } from '../../failure.js';
import { trueCause } from './true-cause.js';

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
      // In a process group of its own: mmdebstrap sends a signal to all of its group when it fails.
      detached: true,
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
      const aborted = options.signal?.aborted === true;
      const late = error.signal === 'SIGTERM' && !aborted ? ` (no end within ${options.deadlineS} s)` : '';
      const { exitCode, signal, stderr } = error;
      const code = (error.cause as NodeJS.ErrnoException | null | undefined)?.code;
      const cause = aborted
        ? undefined
        : trueCause({
            file: 'bash',
            exitCode: exitCode ?? undefined,
            signal: signal ?? undefined,
            code,
            stderr,
          });
      throw new Failure({
        what: `${options.what}${late}${cause === undefined ? '' : `: ${cause.because}`}`,
        exit: aborted ? EXIT.interrupted : (cause?.exit ?? EXIT.prerequisite),
        command: String.raw({ raw: pieces }, ...values.map(String)).trim(),
        exitCode: error.exitCode ?? error.signal ?? undefined,
        tail: tailOf(error.stderr || error.stdout),
        remedy: cause?.remedy ?? options.remedy,
      });
    } finally {
      options.signal?.removeEventListener('abort', abort);
    }
  };
}
