import type { FactSource, FactSpec } from '../types.js';

/** The running kernel's release, as the fact `kernel`. */
export const kernelRelease: FactSpec = { name: 'kernel', title: 'Linux', from: { read: 'kernel' } };

/** How many entries a folder has; `absent` says why one that is not there means none. */
export const folderEntries = (name: string, title: string, folder: string, absent?: string): FactSpec => ({
  ...{ name, title },
  from: { read: 'entries', folder, ...(absent !== undefined && { absent }) },
});

/** How many lines a file has. */
export const fileLines = (name: string, title: string, file: string): FactSpec => ({
  ...{ name, title },
  from: { read: 'lines', file },
});

/** A setting below /proc/sys, which is its title as well where no other is said; `absent` says why one that is not there means 0. */
export const setting = (
  name: string,
  key: string,
  { title = key, absent }: { title?: string; absent?: string } = {},
): FactSpec => ({
  ...{ name, title },
  from: { read: 'sysctl', key, ...(absent !== undefined && { absent }) },
});

/** Lines that commands print which change nothing, of all of them together. */
export const printedLines = (
  name: string,
  title: string,
  commands: readonly Omit<Extract<FactSource, { read: 'printed lines' }>, 'read'>[],
): FactSpec => {
  const of = commands.map((one): FactSource => ({ read: 'printed lines', ...one }));
  return { name, title, from: of.length === 1 ? of[0]! : { read: 'sum', of } };
};
