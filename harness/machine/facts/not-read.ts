import { Failure } from '../../failure.js';
import type { FactValue } from '../../types.js';

/** Why something could not be read, for people; where a right is missing, that root has it. */
export function notRead(error: unknown): FactValue & { state: 'not known' } {
  const cause = error instanceof Failure ? (error.details.cause ?? error) : error;
  const { code } = cause as NodeJS.ErrnoException;
  const why = error instanceof Error ? error.message : String(error);
  const denied = (code === 'EACCES' || code === 'EPERM') && process.getuid?.() !== 0;
  return { state: 'not known', why: denied ? 'needs root' : why };
}

/** What is read, or an error when it takes longer than so many seconds: a file system that hangs keeps nobody waiting. */
export async function soon<T>(reading: Promise<T>, seconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not read within ${seconds} s`)), seconds * 1000);
  });
  return Promise.race([reading, late]).finally(() => clearTimeout(timer));
}
