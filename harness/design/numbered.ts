import type { Step } from '../types.js';

/** A step before its place in the trial is known. */
export type StepDraft = Omit<Step, 'id'>;

/** Steps with their ids: place and title, in an order that file names keep. */
export function numbered(drafts: readonly StepDraft[]): Step[] {
  return drafts.map((draft, i) => ({
    ...draft,
    id: `${String(i + 1).padStart(3, '0')}-${draft.title.replaceAll(' ', '-')}`,
  }));
}
