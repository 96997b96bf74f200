import { describeFailure, Failure } from '../../harness/failure.js';
import { FrameError } from '../../harness/probes/frame.js';
import { LongLine } from '../../harness/run/results/trial-digests.js';

/** One reader of what somebody else wrote. */
export interface Parser {
  name: string;
  /** What it reads when all is well: where damage begins. */
  corpus: readonly string[];
  /** Reads a text; for bytes, each character is one. What it throws must be an error that it is documented to throw. */
  read: (text: string) => unknown;
}

/** What the engine says of a program that went wrong, in errors of a class that readers throw as well. */
const ENGINES =
  /call stack|Invalid (array|string|count|typed array|time)|out of (range|memory)|not (a function|iterable|defined)/;

/** Whether an error is one that readers are documented to throw, rather than one of a program that went wrong. */
export function isExpected(error: unknown): boolean {
  if (error instanceof Failure || error instanceof FrameError || error instanceof LongLine) return true;
  const kind = Object.getPrototypeOf(error);
  return (
    (kind === Error.prototype || kind === RangeError.prototype) && !ENGINES.test((error as Error).message)
  );
}

/** Characters of a message: what repeats all of its input to a person is no message. */
const LONGEST_MESSAGE = 20_000;

/** Reads one text. @throws Error that says what was wrong with how it was read */
export async function readOnce({ name, read }: Parser, text: string): Promise<void> {
  try {
    await read(text);
  } catch (error) {
    if (!isExpected(error))
      throw new Error(`${name}: ${error instanceof Error ? error.stack : String(error)}`);
    // Of a failure a person sees all; of other errors the caller says a part.
    const { length } = error instanceof Failure ? describeFailure(error) : '';
    if (length > LONGEST_MESSAGE) throw new Error(`${name}: its message has ${length} characters`);
  }
}
