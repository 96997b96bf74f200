import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { Failure } from '../../failure.js';
import { packageRoot } from '../host/places.js';
import { sandbox } from '../host/sandbox.testing.js';
import { Store } from '../image/store.js';
import type { MachineCheck } from '../remote/remote-check.js';
import { openLocal } from '../remote/remote-machine.js';
import { machineBuilder } from './machine-builder.js';
import { buildProgram, headersOf, programPath } from './programs.js';

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

  it('finds what is not beside it among the headers of the probes, its own first', async () => {
    await mkdir(here.path('probes'));
    await writeFile(here.path('probes/shared.h'), '#include "deep.h"\n');
    await writeFile(here.path('probes/deep.h'), '/* deep */\n');
    await writeFile(here.path('probes/own.h'), '/* not taken */\n');
    await writeFile(here.path('own.h'), '/* taken */\n');
    await writeFile(here.path('program.c'), '#include "shared.h"\n#include "own.h"\n');
    assert.deepEqual(await headersOf(here.path('program.c'), here.path('probes')), {
      'shared.h': '#include "deep.h"\n',
      'deep.h': '/* deep */\n',
      'own.h': '/* taken */\n',
    });
  });

  it('says which header is missing, and of what', async () => {
    await writeFile(here.path('program.c'), '#include "none.h"\n');
    await assert.rejects(headersOf(here.path('program.c')), (error) => {
      assert.ok(error instanceof Failure);
      assert.match(error.message, /program\.c includes none\.h/);
      assert.match(error.details.remedy ?? '', /beside/);
      return true;
    });
  });
});

describe('buildProgram', function () {
  this.timeout(120_000);
  const here = sandbox();
  const check = { distribution: 'Debian', toolchain: { compiler: 'gcc', libc: 'glibc' } };
  const builder = machineBuilder(openLocal, check as Required<MachineCheck>);

  it("compiles a scenario's program with a header of the probes, on a machine that has none of them", async () => {
    const text =
      '#define _GNU_SOURCE\n#include "probe.h"\nint main(void)\n{\n\tputs(now_ns() ? "runs" : "");\n\treturn 0;\n}\n';
    await writeFile(here.path('program.c'), text);
    const store = new Store(here.path('store'));
    const build = () => buildProgram(store, builder, here.path('program.c'));
    const built = await build();
    assert.equal((await execa(programPath(built))).stdout, 'runs');

    // The digest is over the header's text: the same text beside the source is the same program, another is another.
    const probeH = await readFile(join(packageRoot, 'harness/probes/probe.h'), 'utf8');
    await writeFile(here.path('probe.h'), probeH);
    assert.equal((await build()).artifact.inputsSha256, built.artifact.inputsSha256);
    await writeFile(here.path('probe.h'), `${probeH}\n/* more */\n`);
    assert.notEqual((await build()).artifact.inputsSha256, built.artifact.inputsSha256);
  });
});
