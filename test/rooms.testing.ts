/** A folder of the sources, or one file, and which others it may import from; itself always. */
export interface Room {
  what: string;
  /** Folders and files below harness/, each with all below it. */
  may: string[];
}

const BASICS = ['types.ts', 'failure.ts'];
/** Everything between the numbers and the pages that say them. */
const CONCLUSIONS = [
  ...BASICS,
  'stats',
  'stacks',
  'cells',
  'words',
  'document',
  'effects',
  'claims',
  'figures',
];
const HOST = [...BASICS, 'machine/host'];
const PROCESS = [...HOST, 'machine/process'];
const FILES = [...PROCESS, 'design', 'machine/files'];
const IMAGE = [...FILES, 'machine/debian', 'machine/image'];
const RUN = [...CONCLUSIONS, 'design', 'machine', 'run/requirements', 'run/config', 'run/plan'];

/** In an order in which nothing imports what comes after it. CONTRIBUTING.md has this as a table. */
export const ROOMS: Record<string, Room> = {
  types: { what: 'types that two rooms share', may: [] },
  'types.ts': { what: 'all of them, for whoever needs some', may: ['types'] },
  'failure.ts': { what: 'the error a person can act on, exit codes', may: [] },
  'scenario.ts': { what: '`defineScenario`', may: ['types.ts'] },
  stats: { what: 'pure: one statistic a file, with its source', may: BASICS },
  cells: { what: 'pure: observations → one summary row a cell; observations.csv', may: [...BASICS, 'stats'] },
  design: {
    what: 'pure: factors → trials, random order, a bundle’s script',
    may: [...BASICS, 'cells/declared-factors.ts'],
  },
  probes: { what: 'in-guest C and sh beside their pure parsers', may: BASICS },
  packets: {
    what: 'pure: a trace of packets → hops, waits, and what they waited for',
    may: [...BASICS, 'probes'],
  },
  stacks: { what: 'pure: call stacks → shares of functions, the tree of a flame graph', may: BASICS },
  kit: {
    what: 'ready-made steps with their parsers and metrics; shorthands for claims, tables and figures',
    may: [...BASICS, 'design', 'probes'],
  },
  'index.ts': {
    what: 'the public API',
    may: ['types.ts', 'scenario.ts', 'design', 'probes', 'packets', 'stacks', 'kit'],
  },
  words: {
    what: 'pure: numbers, units, factors and intervals as people read them',
    may: [...BASICS, 'stats', 'cells'],
  },
  document: { what: 'pure: one page model as Markdown, HTML, LaTeX, CSV, terminal', may: BASICS },
  effects: {
    what: 'pure: what a change does, how a metric grows, jitter, agreement of boots',
    may: [...BASICS, 'stats', 'cells', 'words', 'document'],
  },
  claims: {
    what: 'pure: published statements measured and judged',
    may: [...BASICS, 'stats', 'cells', 'words', 'document', 'effects'],
  },
  figures: {
    what: 'pure: a kind of figure a file, vega-lite → SVG → PNG',
    may: [...BASICS, 'stats', 'cells', 'words', 'document', 'effects', 'stacks'],
  },
  check: {
    what: 'pure: facts of a machine in use and the laws of a run → whether it has an effect',
    may: [...BASICS, 'probes', 'stats', 'cells', 'words', 'document', 'effects'],
  },
  report: { what: 'pure: everything one run says, file by file; exports', may: CONCLUSIONS },
  compare: { what: 'pure: two runs against one another, many runs in a row', may: CONCLUSIONS },
  'machine/host': { what: 'this machine: its programs, processors, folders, terminal', may: BASICS },
  'machine/process': {
    what: 'what is run and watched: deadlines, cleanup, user namespaces, recipes',
    may: HOST,
  },
  'machine/files': {
    what: 'digests, tar, temporary folders, downloads; files of somebody else',
    may: [...PROCESS, 'design'],
  },
  'machine/facts': {
    what: 'what is read of a machine in use, and a kernel function of it traced',
    may: [...FILES, 'probes/machine-state.ts'],
  },
  'machine/debian': { what: 'packages and sources by the machine’s own apt', may: FILES },
  'machine/image': { what: 'the artifacts’ store; root file system, kernel, image', may: IMAGE },
  'machine/provider': {
    what: 'what every provider of machines does; frames of a trial',
    may: [...PROCESS, 'probes/frame.ts'],
  },
  'machine/qemu': {
    what: 'guests of QEMU: command line, KVM or not, where the vCPUs run',
    may: [...IMAGE, 'machine/provider', 'probes/frame.ts'],
  },
  'machine/remote': {
    what: 'machines of the user’s own, and what is reached by ssh',
    may: [...FILES, 'machine/provider', 'probes/frame.ts', 'probes/machine-state.ts'],
  },
  'machine/build': {
    what: 'programs, variants and modules built in a root tree',
    may: [...IMAGE, 'machine/remote'],
  },
  'machine/cloud': {
    what: 'guests from cloud images',
    may: [...IMAGE, 'machine/provider', 'machine/qemu', 'machine/remote'],
  },
  'machine/vagrant': {
    what: 'guests of Vagrant; what killed runs left',
    may: [...FILES, 'machine/provider', 'machine/remote'],
  },
  'run/requirements': { what: 'programs that a run needs and how to get them', may: [...BASICS, 'machine'] },
  'run/config': {
    what: 'settings of files and command lines',
    may: [...BASICS, 'design', 'machine', 'run/requirements'],
  },
  'run/plan': {
    what: 'scenarios found and checked; settings → plan',
    may: [...BASICS, 'design', 'cells/declared-factors.ts', 'machine', 'run/requirements', 'run/config'],
  },
  'run/trial': { what: 'one boot: its bundle, its records, its outcome', may: [...RUN, 'probes/frame.ts'] },
  'run/results': {
    what: 'the results folder: manifest, journal, rows, digests, locks',
    may: [...RUN, 'report', 'run/trial'],
  },
  'run/prepare': {
    what: 'everything that is baked or built before the first boot',
    may: [...RUN, 'run/trial', 'run/results'],
  },
  'run/doctor': { what: 'what this machine can do, before it is asked', may: [...RUN, 'run/prepare'] },
  'run/check': {
    what: 'a machine in use checked for the effects of scenarios, by the laws of a run',
    may: [...RUN, 'check', 'run/results'],
  },
  'run/shards': { what: 'parts of a plan put together', may: [...RUN, 'run/results', 'run/prepare'] },
  run: { what: 'a whole run, trial after trial', may: [...RUN, 'run/trial', 'run/results', 'run/prepare'] },
  'run/bisect': { what: 'which commit brought or took an effect', may: [...RUN, 'run'] },
  commands: {
    what: 'one file a command, and what shows progress',
    may: [...CONCLUSIONS, 'design', 'check', 'report', 'compare', 'machine', 'run'],
  },
  'command-line': {
    what: 'the words and options of each command, and what they call',
    may: ['run/config', 'commands'],
  },
  'cli.ts': {
    what: 'argv → command; the only `process.exit`',
    may: ['failure.ts', 'machine/host', 'command-line'],
  },
};

/** The room of a file: the longest name that it stands below. `path` from harness/. */
export const roomOf = (path: string): string | undefined =>
  Object.keys(ROOMS)
    .filter((room) => path === room || path.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];

/** Rows of CONTRIBUTING's table. */
export const roomTable = (): string[] =>
  Object.entries(ROOMS).map(
    ([room, { what, may }]) =>
      `| \`${room}\` | ${what} | ${may.filter((to) => !BASICS.includes(to)).join(', ') || '–'} |`,
  );
