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

/** Compiles a C program with sanitizers, once a run, and gives the path of the binary. */
export function compile(source: URL): Promise<string> {
  const path = fileURLToPath(source);
  const known = compiled.get(path);
  if (known !== undefined) return known;
  const binary = join(testFolder(), basename(path, '.c'));
  const flags = ['-std=gnu99', '-O1', '-g', '-Wall', '-Wextra', '-Werror', '-fsanitize=address,undefined'];
  const words = [...flags, '-fno-sanitize-recover=all', '-pthread', ...SHARED_HEADERS, '-o', binary, path];
  const building = execa('gcc', words).then(() => binary);
  compiled.set(path, building);
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
