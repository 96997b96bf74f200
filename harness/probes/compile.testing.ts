import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const compiled = new Map<string, Promise<string>>();
let folder: string | undefined;

/** A folder for the programs and files of this test run; it goes away with the process. */
export function testFolder(): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'netknee-probes.'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  return folder;
}

/** Where a scenario's programs find the headers that they share with the probes, as in a build. */
export const SHARED_HEADERS = ['-iquote', fileURLToPath(new URL('.', import.meta.url))];

/** A C source that stands in for some functions of the C library. */
export interface StandIn {
  source: URL;
  wraps: readonly string[];
}

/** Compiles a C program with sanitizers, once a run, and gives the path of the binary. */
export function compile(source: URL, standIn?: StandIn): Promise<string> {
  const path = fileURLToPath(source);
  const key = standIn === undefined ? path : `${path} ${standIn.source}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  // Programs say their own name: it is that of the source, also where something stands in.
  const binary = join(mkdtempSync(join(testFolder(), 'program.')), basename(path, '.c'));
  const flags = ['-std=gnu99', '-O1', '-g', '-Wall', '-Wextra', '-Werror', '-fsanitize=address,undefined'];
  const wraps = standIn?.wraps.map((name) => `-Wl,--wrap=${name}`) ?? [];
  const sources = [path, ...(standIn === undefined ? [] : [fileURLToPath(standIn.source)])];
  const words = [...flags, '-fno-sanitize-recover=all', '-pthread', ...SHARED_HEADERS, ...wraps];
  const building = execa('gcc', [...words, '-o', binary, ...sources]).then(() => binary);
  compiled.set(key, building);
  return building;
}

/** Skips a test that needs root, saying so; under CI that would hide it, so there it fails. */
export function needRoot(context: Mocha.Context): void {
  if (process.getuid?.() === 0) return;
  const reason = `${context.test?.title ?? 'test'}: needs root`;
  if (process.env.CI === 'true') throw new Error(reason);
  console.log(`skipped: ${reason}`);
  context.skip();
}
