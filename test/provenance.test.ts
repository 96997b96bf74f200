import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../harness/machine/host/places.js';

interface Locked {
  version?: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
}

const json = (path: string) => JSON.parse(readFileSync(join(packageRoot, path), 'utf8'));

/** npm's own registry; a lock file may leave the address out, and npm then asks the registry it is told. */
const REGISTRY = /^https:\/\/registry\.npmjs\.org\//;

/** What is wrong with the entries of a lock file, a line each. */
function problemsOf(packages: Record<string, Locked>): string[] {
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .flatMap(([path, { version, integrity = '', resolved = '', link }]) => [
      ...(/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity) ? [] : [`${path} has no SHA-512: "${integrity}"`]),
      ...(resolved === '' || REGISTRY.test(resolved) ? [] : [`${path} is from ${resolved}`]),
      ...(version === undefined || link === true ? [`${path} is no package of one version`] : []),
    ]);
}

describe('what netknee is made of', () => {
  const { packages, lockfileVersion } = json('package-lock.json');

  it('is locked, every package by its SHA-512, from npm’s own registry', () => {
    assert.equal(lockfileVersion, 3);
    assert.ok(Object.keys(packages).length > 100);
    assert.deepEqual(problemsOf(packages), []);
  });

  it('would not pass otherwise', () => {
    const [path, one] = Object.entries(packages as Record<string, Locked>).at(-1) as [string, Locked];
    for (const wrong of [
      { integrity: undefined },
      { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' },
      { resolved: 'http://registry.npmjs.org/a.tgz' },
      { resolved: 'https://127.0.0.1/a.tgz' },
      { resolved: 'git+ssh://git@127.0.0.1/a.git' },
      { link: true },
    ]) {
      assert.equal(
        problemsOf({ ...packages, [path]: { ...one, ...wrong } }).length,
        1,
        JSON.stringify(wrong),
      );
    }
  });

  it('is the same in both files, each package at one version', () => {
    const { dependencies, devDependencies } = json('package.json');
    assert.deepEqual(packages[''].dependencies, dependencies);
    assert.deepEqual(packages[''].devDependencies, devDependencies);
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      assert.match(String(version), /^\d+\.\d+\.\d+$/, name);
      assert.equal(packages[`node_modules/${name}`].version, version);
    }
  });

  it('is installed by the lock file alone, and steps of workflows are pinned by commit', () => {
    const folder = join(packageRoot, '.github/workflows');
    const workflows = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    const texts = [...workflows, readFileSync(join(packageRoot, 'Makefile'), 'utf8')];
    for (const text of texts) assert.doesNotMatch(text, /npm (install|i|update)\b/);
    const uses = workflows.flatMap((text) =>
      [...text.matchAll(/uses: *(\S+)/g)].map(([, one]) => one as string),
    );
    assert.ok(uses.length > 3);
    assert.deepEqual(
      uses.filter((one) => !/@[0-9a-f]{40}$/.test(one)),
      [],
    );
  });
});
