import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asFailure, describeFailure, EXIT, Failure } from './failure.js';
import { sandbox } from './machine/host/sandbox.testing.js';

describe('an error of the file system', () => {
  const here = sandbox();

  const thrown = (work: Promise<unknown>): Promise<NodeJS.ErrnoException> =>
    work.then(
      () => assert.fail('it went well'),
      (error) => error,
    );

  const said = (error: unknown): Failure => {
    const failure = asFailure(error);
    assert.ok(failure instanceof Failure, String(error));
    assert.equal(failure.details.exit, EXIT.io);
    assert.match(describeFailure(failure), /remedy: /);
    assert.doesNotMatch(describeFailure(failure), /^ +at /m);
    return failure;
  };

  // Node looks whether the folder is there when the system refuses to make it, and reports that instead.
  it('is a full disk when a folder can not be made and Node says that it is not there', async () => {
    const missing = here.path('missing');
    const error = Object.assign(new Error(`ENOENT: no such file or directory, mkdir '${missing}'`), {
      ...{ code: 'ENOENT', syscall: 'mkdir', path: missing },
    });
    assert.match(said(error).details.what, /^'.*missing' can't be made/);
    assert.match(said(error).details.remedy!, /df/);
    assert.match(said(await thrown(mkdtemp(join(missing, 'a-')))).details.what, /can't be made/);
  });

  it('names what stands in the way, by a code that says so', async () => {
    await writeFile(here.path('file'), '');
    for (const [code, work] of [
      ['ENOTDIR', () => mkdir(here.path('file/below'))],
      ['EEXIST', () => mkdir(here.path('file'))],
      ['EISDIR', () => readFile(here.path('tmp'))],
      ['ENAMETOOLONG', () => writeFile(here.path('x'.repeat(300)), '')],
    ] as const) {
      const error = await thrown(work());
      assert.equal(error.code, code);
      said(error);
    }
    const limit = Object.assign(new Error("EMFILE: too many open files, open '/a'"), { code: 'EMFILE' });
    assert.match(said(limit).details.remedy!, /ulimit -n/);
  });

  it('is an installation that is not whole when a part of netknee can not be loaded', async () => {
    const failure = asFailure(await thrown(import(`${here.path('missing')}.js`)));
    assert.ok(failure instanceof Failure);
    assert.equal(failure.details.exit, EXIT.prerequisite);
    assert.match(failure.details.remedy!, /npm ci/);
  });

  it('is one that a person can act on when a file is missing', async () => {
    assert.match(said(await thrown(readFile(here.path('missing')))).details.remedy!, /Check that path/);
    assert.equal(asFailure(new TypeError('x')) instanceof Failure, false);
  });
});
