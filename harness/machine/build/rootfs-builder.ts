import { EXIT, Failure } from '../../failure.js';
import { rootfsTree } from '../image/rootfs.js';
import type { Stored } from '../image/store.js';
import { runInRootfs } from '../process/as-root.js';
import type { Builder } from './builder.js';

/** Compiles in the baked guest's tree, with what the guest itself would compile with. */
export const rootfsBuilder = (rootfs: Stored): Builder => ({
  inputs: { rootfs: rootfs.artifact.inputsSha256 },
  details: {},
  build: async (tree, commands, _products, options) => {
    for (const argv of commands) {
      const inTree = ['sh', '-c', 'cd /build && exec "$@"', 'sh', ...argv];
      await runInRootfs(rootfsTree(rootfs), tree, inTree, { ...options, deadlineFrom: 'last output' });
    }
  },
  takeShipped: async (path) => {
    throw new Failure({
      what: `${path} of the reference distribution is not in the baked guest`,
      exit: EXIT.prerequisite,
      remedy: 'Measure in the distribution that ships it: --provider vagrant, or --image xenial.',
    });
  },
});
