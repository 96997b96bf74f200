import { existsSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import type { FactValue } from '../../types.js';
import { readTextIfThere } from '../files/regular-file.js';

/**
 * Whether the kernel has a module, loaded or built in, so that asking for what is in it loads nothing.
 * @param module with underscores
 * @param places of the kernel's; a test has its own
 */
export async function hasModule(
  module: string,
  { sys = '/sys/module', modules = join('/lib/modules', release()), proc = '/proc/modules' } = {},
): Promise<boolean | (FactValue & { state: 'not known' })> {
  // A kernel that can load none has no such file: what it has is built in.
  if (existsSync(join(sys, module)) || !existsSync(proc)) return true;
  const builtIn = await readTextIfThere(join(modules, 'modules.builtin'));
  if (builtIn !== undefined) return builtIn.split('\n').some((line) => nameOf(line) === module);
  return { state: 'not known', why: `whether ${module} is built in is not known, and asking would load it` };
}

/** `kernel/net/netfilter/nf_tables.ko` → `nf_tables`. */
const nameOf = (path: string): string =>
  path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\.ko$/, '')
    .replaceAll('-', '_');
