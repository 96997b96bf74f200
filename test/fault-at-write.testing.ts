import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { testFolder } from '../harness/probes/compile.testing.js';
import { compiledProgram } from './compiled.testing.js';

/** What meets the n-th change of the file system; see fault-at-write.c. */
export interface Fault {
  kind: 'full' | 'full-from' | 'before' | 'half' | 'after';
  /** From 1; with 0 nothing happens, and the changes are counted. */
  at: number;
  /** Changes of other paths are not counted; what POSIX and this language both understand. */
  path?: RegExp;
}

let library: Promise<string> | undefined;

/** The library that is preloaded, compiled once. */
function faultLibrary(): Promise<string> {
  const path = join(testFolder(), 'fault-at-write.so');
  const flags = [
    '-std=c99',
    '-pedantic',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-O1',
    '-fPIC',
    '-shared',
    '-pthread',
  ];
  const source = fileURLToPath(new URL('./fault-at-write.c', import.meta.url));
  library ??= execa('gcc', [...flags, '-o', path, source, '-ldl']).then(() => path);
  return library;
}

let program: string | undefined;

function fakeRun(): string {
  program ??= compiledProgram(new URL('./fake-run.testing.ts', import.meta.url), testFolder());
  return program;
}

/** Compiles both, while programs are found and the temporary folder is the caller's own. */
export async function prepareFaults(): Promise<void> {
  fakeRun();
  await faultLibrary();
}

/** Where one run keeps everything that it writes. */
export const placesIn = (home: string) => ({
  XDG_STATE_HOME: join(home, 'state'),
  XDG_CACHE_HOME: join(home, 'cache'),
  TMPDIR: join(home, 'tmp'),
  // No program is found: what the run asks of the host is not what is tested here, and takes longer than the run.
  PATH: join(home, 'empty'),
});

/** The results folder of the fake run in a home. */
export const resultsOf = (home: string): string => join(home, 'out/results');

/** Makes the folders of a home. */
export async function makeHome(home: string): Promise<void> {
  for (const folder of [...Object.values(placesIn(home)), join(home, 'out')]) {
    await mkdir(folder, { recursive: true });
  }
}

/** The fake run as a command with its whole environment, without any fault. */
export const fakeCommand = (home: string, word: 'run' | 'resume' = 'run') => ({
  argv: [process.execPath, fakeRun(), resultsOf(home), word] as [string, ...string[]],
  // Writes that the kernel does for Node by itself would not be seen.
  env: { ...placesIn(home), UV_USE_IO_URING: '0' },
});

/** Runs, or resumes, the tiny scenario on the fake machine as a process that meets a fault. It never throws by itself. */
export async function faultyRun(home: string, fault: Fault, word: 'run' | 'resume' = 'run') {
  const { argv, env } = fakeCommand(home, word);
  const [file, ...words] = argv;
  return execa(file, words, {
    env: {
      ...env,
      LD_PRELOAD: await faultLibrary(),
      FAULT_BELOW: home,
      FAULT_KIND: fault.kind,
      FAULT_AT: String(fault.at),
      ...(fault.path === undefined ? {} : { FAULT_PATH: fault.path.source }),
      ...(fault.at === 0 ? { FAULT_COUNT: join(home, 'count') } : {}),
    },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: 120_000,
  });
}

/** How many changes of the file system one whole run makes that this kind of fault can meet. */
export async function countChanges(home: string, kind: Fault['kind']): Promise<number> {
  await makeHome(home);
  const { exitCode, stderr } = await faultyRun(home, { kind, at: 0 });
  if (exitCode !== 0) throw new Error(`the run without a fault ended with ${exitCode}: ${stderr}`);
  return Number(await readFile(join(home, 'count'), 'utf8'));
}
