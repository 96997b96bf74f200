import type { OnEvent } from '../run/events.js';

/** Something that shows a run; `end` returns when all is shown. */
export interface Progress {
  onEvent: OnEvent;
  end: (error?: unknown) => Promise<void>;
}
