import { join } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import { buildModule, modulePath } from '../../machine/build/kernel-module.js';
import type { Stored } from '../../machine/image/store.js';
import type { Notice, Scenario } from '../../types.js';
import { scenarioFolder } from '../plan/discover.js';
import type { Guest, Workplace } from './prepare-request.js';

/** Kernel modules of one scenario: paths by kernel and name, and what could not be built. */
export interface BuiltModules {
  modules: Map<string, Map<string, string>>;
  stored: Stored[];
  notices: Notice[];
}

/** The scenario's kernel modules, by kernel. One that can't be built is left out: a step that loads it says so. */
export async function buildModules(
  scenario: Scenario,
  guest: Guest | undefined,
  { store, mirror, onProgress, signal }: Workplace,
): Promise<BuiltModules> {
  const result: BuiltModules = { modules: new Map(), stored: [], notices: [] };
  for (const { name, kernels } of scenario.kernelModules ?? []) {
    const source = join(scenarioFolder(scenario), 'guest/modules', `${name}.c`);
    for (const [kernelName, kernel] of guest?.kernels ?? []) {
      if (guest === undefined || !kernels.includes(kernelName)) continue;
      onProgress(`module ${name} for kernel ${kernelName}`);
      try {
        const built = await buildModule(store, { source, kernel, rootfs: guest.rootfs, mirror, signal });
        result.stored.push(built);
        const ofKernel = result.modules.get(kernelName) ?? [];
        result.modules.set(kernelName, new Map([...ofKernel, [name, modulePath(built)]]));
      } catch (error) {
        if (!(error instanceof Failure) || error.details.exit !== EXIT.prerequisite) throw error;
        const text = `module ${name} is not in this run for kernel ${kernelName}: ${error.message}`;
        result.notices.push({ severity: 'warning', text });
      }
    }
  }
  return result;
}
