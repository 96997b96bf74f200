import { EXIT, Failure } from '../../failure.js';

/** Control characters but for tab and line end, and what turns the direction of reading round. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const DANGEROUS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Pure: a text that a terminal shows and does not obey. What was read from a file, a guest or a program may hold an escape
 * sequence, which could clear the screen, retitle the window or hide a line; each such character is shown as `\u001b`. JSON
 * stays the JSON that it was.
 */
export const printable = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(DANGEROUS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** What could not be written to standard output or standard error, but for a reader that has gone. */
let lost: NodeJS.ErrnoException | undefined;

/** A reader such as `head -1` goes when it has seen enough: what it does not read is lost to nobody. */
const noteError = (error: NodeJS.ErrnoException | null | undefined): void => {
  if (error && error.code !== 'EPIPE') lost ??= error;
};

for (const stream of [process.stdout, process.stderr]) stream.on('error', noteError);

/** Writes to standard output what people and programs read. The text has its line ends. */
export function say(text: string): void {
  process.stdout.write(printable(text), noteError);
}

/** As `say`, to standard error. */
export function complain(text: string): void {
  process.stderr.write(printable(text), noteError);
}

/**
 * Waits until all that was said is written.
 * @throws Failure (io) when it could not be written, as on a full disk; a reader that went before the end is no error
 */
export async function allSaid(): Promise<void> {
  const flushed = (stream: NodeJS.WriteStream) =>
    new Promise<void>((resolve) => {
      if (stream.destroyed) resolve();
      else stream.write('', () => resolve());
    });
  await flushed(process.stdout);
  await flushed(process.stderr);
  if (lost === undefined) return;
  throw new Failure({
    what: `not all output could be written: ${lost.message}`,
    exit: EXIT.io,
    remedy: 'Send the output to another place; what the command made stands nevertheless.',
    cause: lost,
  });
}
