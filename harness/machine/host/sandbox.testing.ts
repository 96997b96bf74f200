import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VARIABLES = { XDG_STATE_HOME: 'state', XDG_CACHE_HOME: 'cache', TMPDIR: 'tmp' };

/**
 * Gives each test of a `describe` a folder of its own, with netknee's state, cache and temporary files in it:
 * nothing that a test does reaches what belongs to a real run.
 */
export function sandbox(): { path: (...names: string[]) => string } {
  let folder = '';
  const before = new Map<string, string | undefined>();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'netknee-test-'));
    for (const [variable, name] of Object.entries(VARIABLES)) {
      before.set(variable, process.env[variable]);
      process.env[variable] = join(folder, name);
      mkdirSync(join(folder, name));
    }
  });
  afterEach(() => {
    for (const [variable, value] of before) {
      if (value === undefined) delete process.env[variable];
      else process.env[variable] = value;
    }
    rmSync(folder, { recursive: true, force: true });
  });
  return { path: (...names) => join(folder, ...names) };
}
