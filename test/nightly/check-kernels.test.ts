import assert from 'node:assert/strict';
import { EXIT } from '../../harness/failure.js';
import type { CheckedMachine } from '../../harness/run/check/check-machine.js';
import { checkSession } from '../check-guest.testing.js';

const told = (session: Awaited<ReturnType<typeof checkSession>>, name: string) => {
  const { code, text } = session.get(name) ?? assert.fail(`nothing of ${name}`);
  const checked = JSON.parse(text) as CheckedMachine;
  const found = checked.scenarios.find(({ scenario }) => scenario === 'ipvs-estimation');
  return { code, ...(found ?? assert.fail(text)) };
};

describe('netknee check under other kernels', function () {
  this.timeout(900_000);

  it('is affected on 5.10, where the timer is', async () => {
    const { code, state, amount } = told(await checkSession('5.10'), 'user');
    assert.deepEqual([code, state, amount], [EXIT.affected, 'affected', 20_000]);
  });

  it('is not affected on 6.12, whose threads estimate', async () => {
    const session = await checkSession('6.12');
    const { code, state, because } = told(session, 'user');
    assert.deepEqual([code, state], [EXIT.ok, 'not affected']);
    assert.match(because.join(), /before 6\.2; this is 6\.12\./);
    assert.equal(told(session, 'measured').state, 'not affected');
  });
});
