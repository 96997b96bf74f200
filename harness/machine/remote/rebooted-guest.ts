import type { OpenMachine } from './remote-machine.js';

/** A guest with a distribution of its own, reached by ssh: made once, then booted anew for every trial. */
export interface RebootedGuest {
  name: 'vagrant' | 'qemu';
  /** Stands in the command line of the process that runs it; absent when netknee itself started that. */
  mark?: string;
  /** For the manifest: what made it. */
  facts: Record<string, string>;
  /** Words before a command that must be root's. */
  asRoot: string[];
  open: OpenMachine;
  /**
   * Boots it from the state it was left in before the first call, whatever happened since. @throws Failure (machine)
   */
  boot: (signal: AbortSignal) => Promise<void>;
}
