import type { Artifact, Manifest } from '../types.js';
import { threeDigits } from './format.js';
import { naturalOrder } from './natural-order.js';
import type { Table } from './table.js';

const left = (title: string) => ({ title, align: 'left' as const });
const right = (title: string) => ({ title, align: 'right' as const });

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
        if (!record) return [id, 'not run', '0', '–', '–', '–', ''];
        return [
          id,
          record.status,
          String(record.attempts),
          record.accelerator,
          `${threeDigits(record.durationS, true)} s`,
          `${record.stepsDone} of ${record.stepsPlanned}`,
          record.reasons.join('; '),
        ];
      }),
  };
}

/** What went into the run: kernels, variants, programs and root file systems, by kind and name. */
export function artifactsTable({ artifacts }: Manifest): Table {
  const order = (a: Artifact, b: Artifact) => naturalOrder(a.kind, b.kind) || naturalOrder(a.name, b.name);
  return {
    name: 'artifacts',
    title: 'Artifacts',
    columns: [left('artifact'), left('kind'), left('sha256'), left('details')],
    rows: [...artifacts].sort(order).map(({ name, kind, sha256, details }) => [
      name,
      kind,
      sha256,
      Object.entries(details)
        .sort(([a], [b]) => naturalOrder(a, b))
        .map(([key, value]) => `${key}: ${value}`)
        .join('; '),
    ]),
  };
}
