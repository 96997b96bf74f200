import { chmod, copyFile, cp, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { bundleScript } from '../../design/bundle-script.js';
import { sha256File } from '../../machine/files/digest.js';
import { packTar } from '../../machine/files/tar-file.js';
import { packageRoot } from '../../machine/host/places.js';
import type { Step, Trial } from '../../types.js';

/** Built binaries a bundle is made of, by the name they have in it. */
export interface BundleParts {
  /** `bin/NAME` → path */
  programs: Map<string, string>;
  /** `variants/NAME/` gets a copy of the file, under the file's own name. */
  variants: Map<string, string>;
  /** Kernel modules for `modules/NAME.ko`, by kernel: those of the trial's own kernel are put in. */
  modules?: Map<string, Map<string, string>>;
  /** Shell scripts for `guest/`, by path. */
  scripts: string[];
}

/** Shell that every bundle carries, from harness/probes into `lib/`, and the probes that are scripts. */
const LIBRARY = ['steps.sh', 'facts.sh'];
const SCRIPT_PROBES = [
  'burst.sh',
  'expect-count.sh',
  'ftrace-function.sh',
  'gdb-caller.sh',
  'packet-path-bpf.sh',
  'packet-path.sh',
  'perf-stacks.sh',
  'strace-calls.sh',
  'veth.sh',
  'with-server.sh',
];

/**
 * Writes the bundle of a trial into `folder` and packs it.
 * @returns the tar and its digest
 */
export async function writeBundle(
  folder: string,
  trial: Trial,
  steps: Step[],
  parts: BundleParts,
): Promise<{ tar: string; sha256: string }> {
  const root = join(folder, 'bundle');
  const put = async (from: string, to: string): Promise<void> => {
    await mkdir(dirname(join(root, to)), { recursive: true });
    await copyFile(from, join(root, to));
    await chmod(join(root, to), 0o755);
  };
  await mkdir(root, { recursive: true });
  for (const [name, path] of parts.programs) await put(path, `bin/${name}`);
  for (const [name, path] of parts.variants) await put(path, `variants/${name}/${basename(path)}`);
  for (const [name, path] of parts.modules?.get(trial.kernel) ?? []) await put(path, `modules/${name}.ko`);
  for (const path of parts.scripts) await put(path, `guest/${basename(path)}`);
  for (const name of LIBRARY) await put(join(packageRoot, 'harness/probes', name), `lib/${name}`);
  for (const name of SCRIPT_PROBES) await put(join(packageRoot, 'harness/probes', name), `guest/${name}`);
  for (const [name, text] of steps.flatMap((step) => Object.entries(step.files ?? {}))) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  await writeFile(join(root, 'run.sh'), bundleScript(trial, steps), { mode: 0o755 });
  return packBundle(root, join(folder, 'bundle.tar'));
}

/** A bare tar that a guest reads from a block device. */
export async function packBundle(root: string, tar: string): Promise<{ tar: string; sha256: string }> {
  await packTar(root, tar, ['.']);
  return { tar, sha256: await sha256File(tar) };
}

/** The readable part of a bundle, for the results: its script and its input files, without binaries. */
export async function keepBundleText(bundleFolder: string, into: string): Promise<void> {
  await cp(join(bundleFolder, 'bundle'), into, {
    recursive: true,
    filter: (path) => !/\/bundle\/(bin|variants|modules)(\/|$)/.test(path),
  });
}
