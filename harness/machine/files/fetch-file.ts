import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { EXIT, Failure } from '../../failure.js';
import { Deadlines } from '../process/deadline.js';

/** What is fetched, what it must be, and where it goes. */
export interface FileToFetch {
  url: string;
  sha256: string;
  /** A file that does not exist yet; what stands there after a failure is not to be used. */
  to: string;
  /** A server may be slow as long as it is not silent for this many seconds. */
  silenceS: number;
  /** Said when it can't be had. */
  remedy: string;
  signal: AbortSignal;
}

/**
 * Fetches one file. Node's own `fetch` knows no proxy: where there is no other way out, `remedy` must name another.
 * @throws Failure when the server can't be reached, refuses, falls silent, or has another file than the one meant
 */
export async function fetchFile(file: FileToFetch): Promise<void> {
  const hash = createHash('sha256');
  const digested = async function* () {
    for await (const chunk of chunksOf(file)) {
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(digested, createWriteStream(file.to, { flags: 'wx' }));
  const sha256 = hash.digest('hex');
  if (sha256 === file.sha256) return;
  throw problem(file, `${file.url} has SHA-256 ${sha256}, where ${file.sha256} is meant; it is not used`);
}

const problem = ({ remedy }: FileToFetch, what: string, cause?: unknown): Failure =>
  new Failure({ what, exit: EXIT.prerequisite, remedy, cause });

/** Its bytes as they come. */
async function* chunksOf(file: FileToFetch): AsyncGenerator<Uint8Array> {
  const { url, silenceS, signal } = file;
  const deadlines = new Deadlines();
  const listen = () => deadlines.set('silence', silenceS, `silent for ${silenceS} s`);
  try {
    listen();
    const response = await fetch(url, { signal: AbortSignal.any([signal, deadlines.signal]) });
    if (!response.ok || response.body === null) throw problem(file, `${url} answered ${response.status}`);
    for await (const chunk of response.body) {
      listen();
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (signal.aborted) throw new Failure({ what: `${url} was not fetched`, exit: EXIT.interrupted });
    throw problem(file, `${url} could not be fetched: ${reasonOf(error, deadlines.signal)}`, error);
  } finally {
    deadlines.clearAll();
  }
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown, { aborted, reason }: AbortSignal): string {
  if (aborted) return (reason as Error).message;
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message || message : message;
}
