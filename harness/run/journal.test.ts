import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { sandbox } from '../machine/sandbox.testing.js';
import { journalEntry, openJournal } from './journal.js';

describe('openJournal', () => {
  const here = sandbox();
  const entries = () =>
    readFileSync(here.path('journal.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => journalEntry.parse(JSON.parse(line)));

  it('has an entry on the disk when its promise resolves, and goes on where it stood', async () => {
    const journal = await openJournal(here.path('journal.jsonl'));
    await journal.append({ event: 'run-start' });
    assert.equal(entries().length, 1);
    await journal.append({ event: 'trial-end', trial: 'one', status: 'failed', reasons: ['a\nb'] });
    await journal.close();
    const again = await openJournal(here.path('journal.jsonl'));
    await again.append({ event: 'run-resume' });
    await again.close();
    const [, second] = entries();
    assert.deepEqual(
      entries().map(({ event }) => event),
      ['run-start', 'trial-end', 'run-resume'],
    );
    assert.deepEqual([second?.trial, second?.status, second?.reasons], ['one', 'failed', ['a\nb']]);
  });

  it('writes entries that come together one after the other, in their order', async () => {
    const journal = await openJournal(here.path('journal.jsonl'));
    const trials = Array.from({ length: 50 }, (_, i) => `${i}-${'x'.repeat(i * 40)}`);
    await Promise.all(trials.map((trial) => journal.append({ event: 'trial-start', trial })));
    await journal.close();
    assert.deepEqual(
      entries().map(({ trial }) => trial),
      trials,
    );
  });
});
