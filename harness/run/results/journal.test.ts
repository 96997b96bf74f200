import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import { journalEntry, openJournal, readJournal } from './journal.js';

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

  it('goes on after whatever a machine left that died while it wrote, wherever the line was torn', async () => {
    const path = here.path('journal.jsonl');
    const journal = await openJournal(path);
    await journal.append({ event: 'run-start' });
    await journal.append({ event: 'trial-start', trial: 'ü-one' });
    await journal.close();
    const text = readFileSync(path);
    const first = text.indexOf('\n') + 1;
    for (let cut = 0; cut < text.length; cut++) {
      writeFileSync(path, text.subarray(0, cut));
      const again = await openJournal(path);
      await again.append({ event: 'run-resume' });
      await again.close();
      const expected = cut < first ? ['run-resume'] : ['run-start', 'run-resume'];
      assert.deepEqual(
        entries().map(({ event }) => event),
        expected,
        `cut at ${cut}`,
      );
    }
  });
});

describe('readJournal', () => {
  it('ends at the first line that is no entry, whatever follows', () => {
    const line = (event: string) => JSON.stringify({ at: '2026-01-01T00:00:00.000Z', event });
    const text = `${line('run-start')}\n{"at":"2026-01-\n${line('run-end')}\n`;
    assert.deepEqual(
      readJournal(text).map(({ entry }) => entry.event),
      ['run-start'],
    );
    assert.deepEqual(readJournal(line('run-start')), []);
  });
});
