import assert from 'node:assert/strict';
import { printable } from '../machine/host/terminal.js';
import type { CheckedMachine } from '../run/check/check-machine.js';
import { checkLines } from './check-lines.js';

const machine: CheckedMachine = {
  possibleCpus: { state: 'known', value: 96 },
  facts: [
    {
      name: 'tool',
      title: 'a tool',
      from: { read: 'kernel' },
      state: 'absent',
      why: 'there is no program "a"',
    },
    { name: 'rules', title: 'rules', from: { read: 'kernel' }, state: 'not known', why: 'needs root' },
    {
      name: 'said',
      title: 'said',
      from: { read: 'kernel' },
      state: 'known',
      value: '1\u001b[2J',
      beside: 'b',
    },
    { name: 'many', title: 'entries', from: { read: 'kernel' }, state: 'known', value: 12_400 },
  ],
  scenarios: [
    {
      ...{ scenario: 'one', title: 'One', state: 'affected', headline: 'AFFECTED: packets wait' },
      because: [`${'many words '.repeat(20)}and an end`],
      fixes: [{ what: 'threads', since: 'Linux 6.2', price: 'none' }],
    },
  ],
};

describe('what check prints', () => {
  const text = checkLines(machine, 80);

  it('says every fact, also that it is not there or could not be read', () => {
    for (const line of [
      '  possible CPUs: 96',
      '  a tool: there is no program "a"',
      '  rules: not known: needs root',
      '  entries: 12,400',
      'one: AFFECTED: packets wait',
      '  fix: threads (since: Linux 6.2; price: none)',
    ]) {
      assert.ok(text.split('\n').includes(line), line);
    }
  });

  it('keeps to the width of the terminal and breaks no word', () => {
    for (const columns of [80, 120]) {
      const lines = checkLines(machine, columns).split('\n');
      assert.ok(lines.every((line) => line.length <= columns));
      assert.match(lines.map((line) => line.trim()).join(' '), /(many words ){20}and an end/);
    }
  });

  it('is shown by the terminal and not obeyed', () => {
    assert.match(printable(text), /said: 1\\u001b\[2J \(b\)/);
  });
});
