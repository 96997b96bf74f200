import assert from 'node:assert/strict';
import { EXIT, Failure } from '../../failure.js';
import type { Artifact } from '../../types.js';
import { sandbox } from '../host/sandbox.testing.js';
import { Store, type Stored } from '../image/store.js';
import { buildModule, modulePath } from './kernel-module.js';

const stored = (kind: Artifact['kind'], details: Record<string, string>): Stored => ({
  folder: '/nonexistent',
  artifact: { name: 'mine', kind, inputsSha256: '0', sha256: '0', details },
});

describe('buildModule', () => {
  const here = sandbox();

  it("says that there are no headers of a kernel of the user's own, before it asks for any", async () => {
    const request = {
      source: '/nonexistent/patch.c',
      kernel: stored('kernel', { source: 'path', version: '6.9.1' }),
      rootfs: stored('rootfs', {}),
      mirror: () => assert.fail('asked for a mirror'),
    };
    const isRefusal = (error: unknown) =>
      error instanceof Failure &&
      error.details.exit === EXIT.prerequisite &&
      /no headers to build patch with for kernel mine/.test(error.message);
    await assert.rejects(buildModule(new Store(here.path()), request), isRefusal);
  });

  it('stands under the name of its source', () => {
    assert.equal(modulePath(stored('module', { module: 'patch' })), '/nonexistent/patch.ko');
  });
});
