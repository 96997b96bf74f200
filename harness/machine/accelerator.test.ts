import assert from 'node:assert/strict';
import { describeFailure, EXIT, Failure } from '../failure.js';
import { chooseAccelerator } from './accelerator.js';

const yes = async () => ({ works: true, reason: 'a guest printed' });
const no = async () => ({ works: false, reason: '/dev/kvm does not exist', remedy: 'modprobe kvm_intel.' });
const never = async () => assert.fail('was asked for KVM');

describe('chooseAccelerator', () => {
  it('takes KVM where it works, and emulates where it does not, saying why', async () => {
    assert.deepEqual(await chooseAccelerator(undefined, yes), {
      accelerator: 'kvm',
      reason: 'a guest printed',
    });
    const emulated = { accelerator: 'tcg-multi', reason: '/dev/kvm does not exist' };
    assert.deepEqual(await chooseAccelerator(undefined, no), emulated);
  });

  it('goes on with what the run was begun with', async () => {
    assert.equal((await chooseAccelerator('kvm', yes)).accelerator, 'kvm');
    assert.deepEqual(await chooseAccelerator('tcg-multi', never), {
      accelerator: 'tcg-multi',
      reason: 'the run was begun emulated',
    });
  });

  it('refuses a run that was begun under KVM where KVM is gone', async () => {
    await assert.rejects(chooseAccelerator('kvm', no), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.details.exit, EXIT.prerequisite);
      const text = describeFailure(error);
      for (const word of ['under kvm', 'tcg-multi', '/dev/kvm does not exist', 'modprobe', 'anew']) {
        assert.ok(text.includes(word), `${word} in: ${text}`);
      }
      return true;
    });
  });
});
