import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { Failure } from '../../failure.js';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import { yamlBomb } from '../results/yaml-bomb.testing.js';
import { parseSettings, readSettings } from './settings.js';

const problem = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.details.exit, 64);
    return `${error.message}: ${error.details.tail}`;
  }
  return assert.fail('nothing was wrong');
};
const problemOf = (value: unknown): string => problem(() => parseSettings(value, 'the file'));

describe('parseSettings', () => {
  it('takes every setting, a single name for a list of one', () => {
    const value = {
      scenarios: 'netns-create',
      profile: 'paper',
      clock: 'instructions',
      provider: 'qemu',
      levels: { namespaces: [0, 500] },
      variants: ['stock'],
      boots: 3,
      iterations: 5,
      'possible-cpus': 80,
      kernel: '6.1',
      seed: 0,
      out: 'results',
      timeout: 900,
      keep: true,
      jobs: 2,
      debian: {
        mirror: 'http://mirror.example/debian',
        snapshot: 'http://snapshot.example/debian/20261101T000000Z/',
        'snapshot-security': 'http://snapshot.example/debian-security/20261101T000000Z/',
        keyring: '/keys.gpg',
      },
      'from-manifest': 'results/last-year',
      clones: { NETKNEE_GIT_IPROUTE2: '/clone' },
    };
    const lists = { scenarios: ['netns-create'], 'possible-cpus': [80], kernel: ['6.1'] };
    assert.deepEqual(parseSettings(value, 'the file'), { ...value, ...lists });
    assert.deepEqual(parseSettings(null, 'an empty file'), {});
  });

  it('names an unknown key and the nearest known one', () => {
    assert.equal(
      problemOf({ profil: 'quick' }),
      'the file can\'t be used: unknown key "profil"; did you mean "profile"?',
    );
    assert.match(
      problemOf({ debian: { mirror: 'http://m.example/', miror: '' } }),
      /"miror"; did you mean "mirror"\?/,
    );
    assert.match(problemOf({ debian: { snapshott: '' } }), /did you mean "snapshot"\?/);
  });

  it('says what each setting takes, and every problem at once', () => {
    assert.match(problemOf({ kernel: 6.1 }), /kernel: takes names, in quotes .* "6\.1"/);
    assert.match(problemOf({ levels: 'all' }), /levels: takes whole numbers/);
    assert.match(problemOf({ 'possible-cpus': 'all' }), /possible-cpus: takes whole numbers from 1 to 4096/);
    assert.match(problemOf({ profile: 'fast' }), /profile: .*quick.*standard.*paper/);
    assert.match(problemOf({ debian: { mirror: 'nowhere' } }), /debian\.mirror: /);
    assert.match(problemOf({ timeout: 3_000_000 }), /timeout: Too big/);
    const both = problemOf({ boots: 0, iterations: 1.5 });
    assert.match(both, /boots: /);
    assert.match(both, /iterations: /);
  });
});

describe('readSettings', () => {
  const here = sandbox();
  const fails = (work: Promise<unknown>, words: RegExp, exit: number = 64) =>
    assert.rejects(work, (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.details.exit, exit);
      assert.match(`${error.message} ${error.details.tail}`, words);
      return true;
    });

  it('reads a file, and needs none unless it was asked for', async () => {
    const path = here.path('netknee.config.yaml');
    assert.deepEqual(await readSettings(path, false), {});
    await fails(readSettings(path, true), /netknee\.config\.yaml can't be read/);
    await writeFile(path, '');
    assert.deepEqual(await readSettings(path, true), {});
    await writeFile(path, 'profile: paper\nlevels: [0, 500]\nkernel: "6.12"\n');
    assert.deepEqual(await readSettings(path, true), {
      profile: 'paper',
      levels: [0, 500],
      kernel: ['6.12'],
    });
  });

  it('finds scenario folders from where the file stands', async () => {
    await writeFile(here.path('my.yaml'), 'scenario-folders: [mine, /srv/theirs]\n');
    const settings = await readSettings(here.path('my.yaml'), true);
    assert.deepEqual(settings, { 'scenario-folders': [here.path('mine'), '/srv/theirs'] });
  });

  it('says where a file is not YAML, and whose setting is wrong', async () => {
    const path = here.path('my.yaml');
    await writeFile(path, 'profile: quick\nlevels: [0, 500\nseed: 1\n');
    await fails(readSettings(path, true), /my\.yaml is not YAML .*line \d/s);
    await writeFile(path, 'sead: 1\n');
    await fails(readSettings(path, true), /my\.yaml can't be used unknown key "sead"; did you mean "seed"\?/);
    await fails(readSettings(here.path(), false), /can't be read: it is not a regular file/, 74);
  });

  it('does not unfold what would have no end, nor read it', async () => {
    const path = here.path('my.yaml');
    await writeFile(path, `${yamlBomb()}\n`);
    await fails(readSettings(path, true), /my\.yaml is not YAML that can be used .*alias/is);
    for (const deep of ['['.repeat(15_000), 'a: '.repeat(2), '{a: '.repeat(7500), '- '.repeat(15_000)]) {
      await writeFile(path, deep);
      await fails(readSettings(path, true), /my\.yaml is not YAML that can be used/);
    }
    await writeFile(path, `#${'x'.repeat(2 << 20)}`);
    await fails(readSettings(path, true), /has 2,097,153 bytes/, 74);
  });

  it('takes paths and names that can be no other line, folder or file', async () => {
    const path = here.path('my.yaml');
    for (const [text, words] of [
      ['trees: {"../x": /tmp}', /trees.*takes a name/],
      ['trees: {"a b": /tmp}', /trees.*takes a name/],
      ['trees: {mine: "/tmp\\0"}', /trees\.mine: takes a path/],
      ['out: "a\\0b"', /out: takes a path/],
      ['out: "\\e[2J"', /out: takes a path/],
      ['clones: {"A=B": /tmp}', /clones.*environment variables/],
      ['host: "a\\0b"', /host: /],
    ] as const) {
      await writeFile(path, `${text}\n`);
      await fails(readSettings(path, true), words);
    }
  });
});
