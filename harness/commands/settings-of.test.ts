import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { Failure } from '../failure.js';
import { sandbox } from '../machine/host/sandbox.testing.js';
import type { RawOptions } from '../run/config/option-words.js';
import { settingsOf } from './settings-of.js';

describe('settingsOf', () => {
  const here = sandbox();
  /** With this settings file, which stands where the command line says. */
  async function withFile(text: string, names: string[], options: RawOptions) {
    await writeFile(here.path('my.yaml'), text);
    return settingsOf(names, { ...options, config: here.path('my.yaml') });
  }
  const refused = (work: Promise<unknown>, words: RegExp) =>
    assert.rejects(work, (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.details.exit, 64);
      assert.match(`${error.message} ${error.details.tail}`, words);
      return true;
    });

  it('takes where the trials run', async () => {
    const options: RawOptions = {
      provider: 'ssh',
      host: 'root@box',
      sshConfig: 'there',
      sshPort: '2222',
      allowDestructive: true,
    };
    assert.deepEqual(await withFile('', [], options), {
      provider: 'ssh',
      host: 'root@box',
      'ssh-config': 'there',
      'ssh-port': 2222,
      'allow-destructive': true,
    });
    await refused(withFile('', [], { host: '-oProxyCommand=x' }), /host: takes user@host/);
    await refused(withFile('', [], { sshPort: '70000' }), /ssh-port: Too big/);
  });

  it('makes settings of words', async () => {
    const options: RawOptions = {
      profile: 'standard',
      clock: 'instructions',
      levels: ['0,500'],
      variants: 'stock,upstream',
      boots: '3',
      iterations: '5',
      possibleCpus: '2,80',
      kernel: ['6.1', '6.12'],
      seed: '0',
      out: 'there',
      timeout: '900',
      jobs: '2',
      keep: true,
    };
    assert.deepEqual(await withFile('', ['netns-create'], options), {
      scenarios: ['netns-create'],
      profile: 'standard',
      clock: 'instructions',
      levels: [0, 500],
      variants: ['stock', 'upstream'],
      boots: 3,
      iterations: 5,
      'possible-cpus': [2, 80],
      kernel: ['6.1', '6.12'],
      seed: 0,
      out: 'there',
      timeout: 900,
      jobs: 2,
      keep: true,
    });
  });

  it('lets the command line win over the file, setting by setting', async () => {
    const file = 'profile: paper\nseed: 7\nscenarios: [ipvs-estimation]\nlevels: {rules: [1]}\n';
    assert.deepEqual(await withFile(file, [], {}), {
      profile: 'paper',
      seed: 7,
      scenarios: ['ipvs-estimation'],
      levels: { rules: [1] },
    });
    assert.deepEqual(await withFile(file, ['netns-create'], { seed: '8', levels: ['0'] }), {
      profile: 'paper',
      seed: 8,
      scenarios: ['netns-create'],
      levels: [0],
    });
  });

  it('reads levels of one factor, of several, and refuses a mixture', async () => {
    const levels = async (...words: string[]) => (await withFile('', [], { levels: words })).levels;
    assert.deepEqual(await levels('0,500', '2000'), [0, 500, 2000]);
    assert.deepEqual(await levels('namespaces=0,500', 'rules=79001'), {
      namespaces: [0, 500],
      rules: [79001],
    });
    assert.deepEqual(await levels('namespaces=0', 'namespaces=500'), { namespaces: [0, 500] });
    await refused(levels('0', 'rules=1'), /--levels 0 names no factor/);
    await refused(levels('0,x'), /--levels takes a whole number, not "x"/);
    await refused(levels('-1'), /not "-1"/);
  });

  it('reads boots of both clocks, or by clock', async () => {
    const boots = async (text: string) => (await withFile('', [], { boots: text })).boots;
    assert.equal(await boots('6'), 6);
    assert.deepEqual(await boots('wall=6'), { wall: 6 });
    assert.deepEqual(await boots('instructions=1,wall=6'), { instructions: 1, wall: 6 });
    await refused(boots('wall='), /--boots takes a whole number, not ""/);
    await refused(boots('both=3'), /--boots takes instructions=N and wall=N, not "both=3"/);
  });

  it('refuses what is no number or no known word, by the name of its option', async () => {
    await refused(withFile('', [], { boots: '1.5' }), /--boots takes a whole number, not "1\.5"/);
    await refused(
      withFile('', [], { possibleCpus: '2,many' }),
      /--possible-cpus takes a whole number, not "many"/,
    );
    await refused(withFile('', [], { profile: 'fast' }), /the command line can't be used profile: /);
    await refused(withFile('', [], { boots: '0' }), /boots: /);
  });

  it('refuses a settings file that is named and not there', async () => {
    await refused(settingsOf([], { config: here.path('none.yaml') }), /none\.yaml can't be read/);
  });
});
