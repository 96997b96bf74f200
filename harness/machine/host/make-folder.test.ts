import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { EXIT, Failure } from '../../failure.js';
import { makeFolder } from './make-folder.js';
import { sandbox } from './sandbox.testing.js';

describe('makeFolder', () => {
  const here = sandbox();
  const make = (path: string) => makeFolder(path, 'the cache', 'Name another folder: XDG_CACHE_HOME.');
  const refused = (words: RegExp) => (error: unknown) =>
    error instanceof Failure && error.details.exit === EXIT.io && words.test(error.message);

  it('makes what is missing of a path, and takes one that stands', async () => {
    await make(here.path('a', 'b', 'c'));
    await make(here.path('a', 'b', 'c'));
    assert.ok(existsSync(here.path('a', 'b', 'c')));
  });

  it('names the part that is in the way, and ends where Node’s own mkdir never would', async () => {
    writeFileSync(here.path('file'), '');
    await assert.rejects(
      make(here.path('file', 'netknee')),
      refused(/the cache can't be at .*file is not a folder/),
    );
    await assert.rejects(make('/proc/no/netknee'), refused(/\/proc\/no could not be made \(E/));
  });
});
