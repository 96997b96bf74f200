import { z } from 'zod';
import { isId } from '../../design/name.js';
import { EXIT, Failure } from '../../failure.js';
import type { StoredAttachment } from '../../types.js';
import { line, name } from '../plan/scenario-schema.js';

const levels = z.record(z.string(), z.union([z.string(), z.number()]));

const common = {
  name,
  title: line,
  factors: levels,
};

const attachment = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('stacks'),
    ...common,
    stacks: z.array(z.tuple([z.string(), z.number().nonnegative()])),
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
    trial: z.string().refine(isId, 'is no name'),
    boot: z.number().int(),
    clock: z.enum(['instructions', 'wall']),
    scenario: name,
    kernel: name,
    possibleCpus: z.number().int().nonnegative(),
    memoryMb: z.number().int().nonnegative(),
    factors: levels,
    attachment,
  }),
);

/** The text of a trial's attachments.json. @throws Failure that names the trial when it is not one */
export function parseAttachments(text: string, trial: string): StoredAttachment[] {
  try {
    return stored.parse(JSON.parse(text)) as unknown as StoredAttachment[];
  } catch (error) {
    throw new Failure({
      what: `raw/${trial}/attachments.json is not what netknee writes`,
      exit: EXIT.usage,
      remedy:
        'Take the folder as netknee run left it; without that file the report lacks call graphs and lists.',
      cause: error,
    });
  }
}
