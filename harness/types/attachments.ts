import type { Factors, Levels } from './factors.js';

/** What a probe shows beside numbers. */
export type Attachment = StacksAttachment | TableAttachment;

interface AttachmentCommon {
  /** What the figures of the scenario call it; many trials may show one of the same name. */
  name: string;
  title: string;
  factors: Levels;
}

/** Call stacks and how often each was seen: frames from the outermost to the innermost, joined by `;`. */
export interface StacksAttachment extends AttachmentCommon {
  kind: 'stacks';
  stacks: [frames: string, count: number][];
}

/** A list that is read as it is, such as one packet's way. */
export interface TableAttachment extends AttachmentCommon {
  kind: 'table';
  columns: string[];
  rows: string[][];
  note?: string;
}

/** An attachment with the trial it is of, and all factors of that trial. */
export interface StoredAttachment extends Factors {
  trial: string;
  boot: number;
  attachment: Attachment;
}
