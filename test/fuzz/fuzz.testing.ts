import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../../harness/machine/host/places.js';

/** Of every run that names no other: what is found is found again. */
const SEED = Number(process.env.NETKNEE_FUZZ_SEED ?? 20261126);

/** Heap that all parsers together may take, in MB. */
const HEAP_MB = 1024;

/** What came of one parser. */
export interface Fuzzed {
  name: string;
  inputs: number;
  ms: number;
  longestMs: number;
  /** Of the whole process, after it. */
  rssMb: number;
  /** Why an input was read wrongly, which it was, and fast-check's path to it. */
  failed?: string;
  input?: string;
  path?: string;
}

export interface FuzzResult {
  seed: number;
  parsers: Fuzzed[];
  /** Name of the parser that was at work when the process ended before its time, and what it said. */
  ended?: string;
}

/**
 * Gives damaged texts to every parser, in a process of its own with 1 GB of heap.
 * @param inputs of all parsers together
 * @param deadlineMs for what is never done
 */
export async function fuzz(inputs: number, deadlineMs: number): Promise<FuzzResult> {
  const child = join(packageRoot, 'test/fuzz/child.testing.ts');
  const argv = [
    `--max-old-space-size=${HEAP_MB}`,
    '--import',
    import.meta.resolve('tsx'),
    child,
    String(inputs),
    String(SEED),
  ];
  const { stdout, stderr, failed, timedOut } = await execa(process.execPath, argv, {
    reject: false,
    timeout: deadlineMs,
    killSignal: 'SIGKILL',
    stdin: 'ignore',
  });
  const said = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  const at = said.findLast(({ begins }) => begins !== undefined)?.begins;
  const why = timedOut ? `no end within ${deadlineMs / 1000} s` : stderr.slice(-3000);
  return {
    seed: SEED,
    parsers: said.filter(({ name }) => name !== undefined),
    ...(failed && { ended: `${at}: ${why}` }),
  };
}

/** A line a parser, for people. */
export const fuzzLines = ({ parsers }: FuzzResult): string[] =>
  parsers.map(
    ({ name, inputs, ms, longestMs, rssMb }) =>
      `${inputs} × ${name}: ${ms} ms, the longest ${longestMs} ms, ${rssMb} MB`,
  );
