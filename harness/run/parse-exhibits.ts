import { z } from 'zod';
import { EXIT, Failure } from '../failure.js';
import type { StoredExhibit } from '../types.js';

const common = { name: z.string(), title: z.string(), factors: z.record(z.string(), z.any()) };

const exhibit = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('stacks'),
    ...common,
    stacks: z.array(z.tuple([z.string(), z.number()])),
  }),
  z.strictObject({
    kind: z.literal('table'),
    ...common,
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    note: z.string().optional(),
  }),
]);

const stored = z.array(
  z.strictObject({
    trial: z.string(),
    boot: z.number().int(),
    factors: z.looseObject({ lane: z.enum(['exact', 'real']), scenario: z.string() }),
    exhibit,
  }),
);

/** The text of a trial's exhibits.json. @throws Failure that names the trial when it is not one */
export function parseExhibits(text: string, trial: string): StoredExhibit[] {
  try {
    return stored.parse(JSON.parse(text)) as unknown as StoredExhibit[];
  } catch (error) {
    throw new Failure({
      what: `raw/${trial}/exhibits.json is not what netknee writes`,
      exit: EXIT.usage,
      remedy:
        'Take the folder as netknee run left it; without that file the report lacks call graphs and lists.',
      cause: error,
    });
  }
}
