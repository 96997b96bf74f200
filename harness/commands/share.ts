import { EXIT, Failure } from '../failure.js';

/** `5%` or `0.05` as a share above 0 and below 1. @throws Failure for anything else */
export function parseShare(text: string, option: string): number {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim()) ?? [];
  const share = digits === undefined ? Number.NaN : Number(digits) / (percent === '%' ? 100 : 1);
  if (share > 0 && share < 1) return share;
  throw new Failure({
    what: `${option} takes a share such as 5% or 0.05, not "${text}"`,
    exit: EXIT.usage,
  });
}
