/** In the order in which they are told: the one without sampling error first. */
export const CLOCKS = ['instructions', 'wall'] as const;
