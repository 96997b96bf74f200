import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asFailure, describeFailure, EXIT, Failure } from '../../harness/failure.js';
import { packageRoot } from '../../harness/machine/host/places.js';

/** Where programs are found, whatever a fault that is injected meanwhile does to it. */
export const PROGRAMS = process.env.PATH ?? '';

/** One row of docs/faults.md. */
export interface Fault {
  injected: string;
  /** Injects it in a home of its own. */
  inject: (home: string) => Promise<Outcome>;
}

export interface Outcome {
  /** What a person reads, in the words of netknee. */
  said: string;
  exit: number;
  kept: string;
}

export interface FaultGroup {
  title: string;
  about: string;
  isSlow?: boolean;
  faults: Fault[];
}

const LONGEST = 220;

/** A message without what is another one on each machine and in each run. */
function anywhere(text: string, home: string): string {
  return (
    text
      .replaceAll(home, '')
      .replaceAll(packageRoot, '')
      .replaceAll(process.execPath, 'node')
      .replace(/\/[\w/.-]*netknee-(probes|test)[.-]\w+/g, '')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
      .replace(/\bnetknee-[0-9a-f]{8}\b/g, 'netknee-ID')
      .replace(/\b[0-9a-f]{64}\b/g, (digest) => `${digest.slice(0, 6)}…`)
      .replace(/\bpid \d+/g, 'pid N')
      .replace(/-p \d+/g, '-p N')
      .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
      .replace(/\/making\/\d+-/g, '/making/N-')
      // As a make says it that is called by another one.
      .replace(/\bmake\[\d+\]/g, 'make')
      .replace(/\.dead-\d+|\.\d+\.json/g, '')
      .replace(/\.writing-\w{6}/g, '.writing')
      // As this version of Node says it.
      .replace(/output not understood: Un.*/, 'output not understood: it is no JSON')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** Of a message of several lines: what, the first two lines of output, the first line of the remedy. */
export function told(message: string, home: string): string {
  const lines = message.replace(/^netknee: /m, '').split('\n');
  const output = lines.indexOf('  output:');
  const remedy = /^ {2}remedy: +(.*)/m.exec(message)?.[1];
  const [what = '', next = ''] = lines;
  const parts = [
    what.endsWith(':') ? `${what} ${next}` : what,
    ...(output < 0 ? [] : lines.slice(output + 1, output + 3).filter((line) => line.startsWith('    '))),
    ...(remedy === undefined ? [] : [`remedy: ${remedy}`]),
  ];
  return parts.map((part) => short(anywhere(part, home))).join(' — ');
}

/** How the command line ends on this error. */
export function endOf(error: unknown, home: string): Pick<Outcome, 'said' | 'exit'> {
  const known = asFailure(error);
  return {
    said: told(describeFailure(known), home),
    exit: known instanceof Failure ? known.details.exit : EXIT.internal,
  };
}

/** Every file below a folder, by path, with a digest of its bytes. */
export async function filesOf(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (!existsSync(folder)) return found;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found.set(
      path.slice(folder.length + 1),
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    );
  }
  return found;
}

/** In words: what differs between two states of a folder. */
export function difference(before: Map<string, string>, after: Map<string, string>): string {
  const changed = [...before].filter(
    ([path, digest]) => after.has(path) && after.get(path) !== digest,
  ).length;
  const gone = [...before.keys()].filter((path) => !after.has(path)).length;
  const made = [...after.keys()].filter((path) => !before.has(path)).length;
  if (changed + gone + made === 0) return 'the folder, byte for byte';
  return `${changed} files changed, ${gone} gone, ${made} new`;
}
