import assert from 'node:assert/strict';
import type { StoredAttachment } from '../../types.js';
import { parseAttachments } from './parse-attachments.js';

const stored: StoredAttachment = {
  trial: 't',
  boot: 1,
  ...{ clock: 'wall', scenario: 'one', kernel: '6.1', possibleCpus: 2, memoryMb: 64 },
  factors: { variant: 'a' },
  attachment: { kind: 'stacks', name: 'why', title: 'Why', factors: { variant: 'a' }, stacks: [['a;b', 3]] },
};

describe('parseAttachments', () => {
  it('reads back what a trial wrote', () => {
    assert.deepEqual(parseAttachments(JSON.stringify([stored]), 't'), [stored]);
    assert.deepEqual(parseAttachments('[]', 't'), []);
  });

  it('names the trial whose file is damaged', () => {
    const cut = JSON.stringify([stored]).slice(0, -3);
    const odd = JSON.stringify([{ ...stored, attachment: { ...stored.attachment, kind: 'film' } }]);
    for (const text of [cut, odd])
      assert.throws(() => parseAttachments(text, 't'), /raw\/t\/attachments\.json/);
  });
});
