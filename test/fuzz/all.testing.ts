import { FILES } from './file-parsers.testing.js';
import { HOST } from './host-parsers.testing.js';
import type { Parser } from './parser.testing.js';
import { FRAMES, PROBES, stepParsers } from './probe-parsers.testing.js';

/** Every reader of what somebody else wrote. */
export const allParsers = async (): Promise<Parser[]> => [
  ...PROBES,
  FRAMES,
  ...(await stepParsers()),
  ...FILES,
  ...HOST,
];
