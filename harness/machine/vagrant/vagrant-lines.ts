/** One line of `vagrant --machine-readable`. */
export interface VagrantLine {
  /** The machine it is about; empty where it is about none. */
  target: string;
  type: string;
  data: string[];
}

const decoded = (field: string): string =>
  field.replaceAll('%!(VAGRANT_COMMA)', ',').replaceAll('\\n', '\n').replaceAll('\\r', '\r');

/** Pure: `timestamp,target,type,data...`; undefined for anything else, such as what a plugin prints on its own. */
export function parseVagrantLine(line: string): VagrantLine | undefined {
  const [time, target, type, ...data] = line.split(',');
  if (time === undefined || !/^\d+$/.test(time) || target === undefined || !type) return undefined;
  return { target, type, data: data.map(decoded) };
}

/** The data of the last line of a type. */
export const lastOf = (lines: readonly VagrantLine[], type: string): string[] | undefined =>
  lines.findLast((line) => line.type === type)?.data;

/** What Vagrant says to people, without its headings. */
export const saidTo = (lines: readonly VagrantLine[]): string =>
  lines
    .filter(({ type }) => type === 'ui')
    .map(({ data }) => data.slice(1).join(',').trimEnd())
    .filter((text) => text !== '')
    .join('\n');
