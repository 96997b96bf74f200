import type { Block } from '../document/document.js';
import { left, right, type Table } from '../document/table.js';
import type { Manifest } from '../types.js';
import { threeDigits } from '../words/format.js';

export function trialBlocks(manifest: Manifest): Block[] {
  return [{ kind: 'table', table: trialsTable(manifest) }];
}

/** Every trial of the plan in its order of execution, those without a record as "not run". */
export function trialsTable({ plan, trials }: Manifest): Table {
  const records = new Map(trials.map((record) => [record.id, record]));
  return {
    name: 'trials',
    title: 'Trials',
    columns: [
      left('trial'),
      left('status'),
      right('attempts'),
      left('accelerator'),
      right('host time'),
      right('steps'),
      left('reasons'),
    ],
    rows: [...plan.trials]
      .sort((a, b) => a.index - b.index)
      .map(({ id }) => {
        const record = records.get(id);
        if (!record) return [id, 'not run', { text: '0', value: 0 }, '–', '–', '–', ''];
        return [
          id,
          record.status,
          { text: String(record.attempts), value: record.attempts },
          record.accelerator,
          { text: `${threeDigits(record.durationS, true)} s`, value: record.durationS },
          { text: `${record.stepsDone} of ${record.stepsPlanned}`, value: record.stepsDone },
          record.reasons.join('; '),
        ];
      }),
  };
}
