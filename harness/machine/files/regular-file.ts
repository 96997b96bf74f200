import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { EXIT, Failure } from '../../failure.js';

/** Bytes of a text that is read whole; no file of netknee's that is read so comes near it. */
const LARGEST_TEXT = 64 << 20;

/**
 * Opens a file that a person named or that stands in a folder from somebody else. A FIFO would be waited for without end
 * and a device may have no end, so nothing but a regular file is opened.
 * @param flags for reading alone when not said
 * @throws Failure that says why it can't be read: usage where the path leads to nothing, else io; its cause is the error of the
 *   system, if there was one. What lies in the machine and not in the path, such as a full disk, is thrown as the system says it
 */
export async function openRegular(path: string, flags: number = constants.O_RDONLY): Promise<FileHandle> {
  // Not blocking: whether it is a FIFO is only known once it is open. Windows has no such flag, and needs none.
  const file = await open(path, flags | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0), 0o666).catch(
    (cause) => {
      // A full disk or too many open files is not the path's fault, and has a remedy of its own.
      const why = WORDS[cause.code ?? ''];
      throw why === undefined ? cause : cannotRead(path, why, cause);
    },
  );
  const found = await file.stat();
  if (found.isFile()) return file;
  await file.close();
  throw cannotRead(path, 'it is not a regular file');
}

/** What the system says, for people. */
const WORDS: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is not a folder',
  EACCES: 'you may not read it',
  ELOOP: 'its links lead round in a circle',
  ENXIO: 'it is not a regular file',
  ENAMETOOLONG: 'its name is too long',
};

function cannotRead(path: string, why: string, cause?: NodeJS.ErrnoException): Failure {
  return new Failure({
    what: `${path} can't be read: ${why}`,
    exit: cause?.code === 'ENOENT' || cause?.code === 'ENOTDIR' ? EXIT.usage : EXIT.io,
    remedy: 'Check the path, and that it is a file which you may read.',
    cause,
  });
}

/** Whether `error` says that a file is not there, as `openRegular` and Node's own functions say it. */
export function isMissing(error: unknown): boolean {
  const { code } = ((error instanceof Failure ? error.details.cause : error) ?? {}) as { code?: unknown };
  return code === 'ENOENT';
}

/**
 * The text of a file, as `openRegular` opens it.
 * @param largest bytes beyond which it is refused, before it is read
 * @throws Failure as `openRegular` does
 */
export async function readText(path: string, largest = LARGEST_TEXT): Promise<string> {
  const file = await openRegular(path);
  try {
    const { size } = await file.stat();
    if (size > largest) {
      throw cannotRead(
        path,
        `it has ${size.toLocaleString('en')} bytes, and no such file has more than ${largest.toLocaleString('en')}`,
      );
    }
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** As `readText`; undefined for a file that is not there. */
export async function readTextIfThere(path: string, largest?: number): Promise<string | undefined> {
  try {
    return await readText(path, largest);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
