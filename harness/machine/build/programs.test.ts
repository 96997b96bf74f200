import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { sandbox } from '../host/sandbox.testing.js';
import { headersOf } from './programs.js';

describe('headersOf', () => {
  const here = sandbox();

  it('finds what a source includes from beside it, and what that includes, once', async () => {
    const inner = '#include <stdio.h>\n';
    const outer = '#include "inner.h"\n';
    await writeFile(here.path('inner.h'), inner);
    await writeFile(here.path('outer.h'), outer);
    await writeFile(here.path('unused.h'), '');
    await writeFile(here.path('program.c'), '#include "outer.h"\n#include "inner.h"\nint main(void);\n');
    assert.deepEqual(await headersOf(here.path('program.c')), { 'inner.h': inner, 'outer.h': outer });
  });

  it('says which header is missing', async () => {
    await writeFile(here.path('program.c'), '#include "none.h"\n');
    await assert.rejects(headersOf(here.path('program.c')), /none\.h/);
  });
});
