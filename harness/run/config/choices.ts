/** The words that settings of few values take. */
export const CHOICES = {
  profile: ['smoke', 'quick', 'standard', 'paper', 'pressure'],
  clock: ['instructions', 'wall', 'both'],
  provider: ['qemu', 'vagrant', 'local', 'ssh'],
  until: ['decided', 'planned'],
} as const;
