import { destination as openDestination, pino, stdTimeFunctions } from 'pino';
import type { Progress } from './progress.js';

/** One JSON object a line on stdout, with its time: for programs. */
export function jsonProgress(): Progress {
  const destination = openDestination({ dest: 1, sync: true });
  const log = pino(
    { base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    destination,
  );
  return { onEvent: (event) => log.info(event), end: async () => destination.flushSync() };
}
