import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import { EXIT, Failure } from '../../failure.js';
import { sandbox } from '../host/sandbox.testing.js';
import { playedVagrant } from './vagrant.testing.js';
import { vagrant } from './vagrant-command.js';

describe('vagrant', function () {
  this.timeout(20_000);
  const here = sandbox();
  const plays = playedVagrant(here);
  const refused = (work: Promise<unknown>, exit: number, words: RegExp) =>
    assert.rejects(work, (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.details.exit, exit);
      assert.match(error.message, words);
      return true;
    });

  it('returns its lines, and says them as they come', async () => {
    await plays('echo "1,default,state,$STATE"; echo noise; echo "2,,ui,info,$*"');
    const heard: string[] = [];
    const lines = await vagrant(
      ['status'],
      { STATE: 'off' },
      { deadlineS: 10, onLine: ({ type }) => heard.push(type) },
    );
    assert.deepEqual(heard, ['state', 'ui']);
    assert.deepEqual(lines[0]!.data, ['off']);
    assert.deepEqual(lines[1]!.data, ['info', 'status --machine-readable']);
  });

  it('says of a failure what its class means', async () => {
    await plays('echo "1,,error-exit,Vagrant::Errors::VMBootTimeout,slow"; exit 1');
    await refused(vagrant(['up'], {}, { deadlineS: 10 }), EXIT.machine, /did not boot/);
  });

  it('says that there is no Vagrant', async () => {
    await mkdir(here.path('only'));
    await symlink((await execa('which', ['setpriv'])).stdout, here.path('only/setpriv'));
    process.env.PATH = here.path('only');
    await refused(vagrant(['up'], {}, { deadlineS: 10 }), EXIT.prerequisite, /no program "vagrant"/);
  });

  /** Notes each SIGINT, and ends a moment after the first. */
  const COUNTS = `trap 'echo INT >>"$LOG"' INT; : >"$LOG"; for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.1; test -s "$LOG" && break; done; sleep 0.3; exit 1`;

  it('is interrupted by one SIGINT and waits for the end', async () => {
    await plays(COUNTS);
    const stop = new AbortController();
    const log = here.path('log');
    const work = vagrant(['up'], { LOG: log }, { deadlineS: 10, signal: stop.signal });
    const check = refused(work, EXIT.interrupted, /interrupted/);
    while (!existsSync(log)) await wait(10);
    stop.abort();
    await check;
    assert.equal(await readFile(log, 'utf8'), 'INT\n');
    await refused(
      vagrant(['up'], {}, { deadlineS: 10, signal: stop.signal }),
      EXIT.interrupted,
      /interrupted/,
    );
  });

  it('has a deadline, which interrupts it the same way', async () => {
    await plays(COUNTS.replace('5 6 7 8 9 10', '5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20'));
    const log = here.path('log');
    await refused(vagrant(['up'], { LOG: log }, { deadlineS: 1 }), EXIT.machine, /did not end within 1 s/);
    assert.equal(await readFile(log, 'utf8'), 'INT\n');
  });
});
