import type { Where } from '../../harness/index.js';

/** The state factor: N of the statements. */
export const N = 'namespaces';
export const stock = { variant: 'stock' };
export const upstream = { variant: 'upstream' };
/** Upstream with the eager scan back. */
export const reverted = { variant: 'reverted' };
export const at = (namespaces: number, variant: Where) => ({ ...variant, namespaces });
export const pressed = { condition: 'pressure' };
