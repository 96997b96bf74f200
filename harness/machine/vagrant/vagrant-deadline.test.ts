import assert from 'node:assert/strict';
import { bootDeadlineS } from './vagrant-deadline.js';

describe('bootDeadlineS', () => {
  it('outlasts what the guest is given until its sshd answers', () => {
    assert.ok(bootDeadlineS('2400') > 2400);
    assert.equal(bootDeadlineS('60'), bootDeadlineS(''));
  });

  it('leaves it to Vagrant to refuse what is no number', () => {
    assert.equal(bootDeadlineS('many'), bootDeadlineS(undefined));
  });
});
