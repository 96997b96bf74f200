import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '../harness/machine/host/places.js';
import { ROOMS, roomOf, roomTable } from './rooms.testing.js';

const PURE = [
  'types.ts',
  'types',
  'failure.ts',
  'scenario.ts',
  'design',
  'kit',
  'packets',
  'stats',
  'stacks',
  'cells',
  'words',
  'document',
  'effects',
  'claims',
  'figures',
  'check',
  'report',
  'compare',
  'probes',
  'scenarios',
];
/** What these give follows from what they are given. */
const PURE_PACKAGES = [
  '@resvg/resvg-wasm',
  'cephes',
  'csv-stringify/sync',
  'hdr-histogram-js/dist/JsHistogramFactory.js',
  'node:zlib',
  'papaparse',
  'pure-rand/distribution/UnsafeUniformIntDistribution',
  'pure-rand/generator/XoroShiro',
  'simple-statistics',
  'vega',
  'vega-lite',
  'xmlbuilder',
];
const IMPURE = /^(process|performance|crypto|fetch|set(Timeout|Interval|Immediate)|Date|Math\.random)$/;

interface Source {
  path: string;
  room: string;
  imports: string[];
  /** Names used, with what they are asked for where that matters: `Math.random`, `process.exit`. */
  names: string[];
  /** Text of the code without comments. */
  strings: string[];
}

/** Test files are nobody's import. */
const isCode = (path: string): boolean =>
  /\.ts$/.test(path) && !/\.(test|testing)\.ts$|\/fixtures\//.test(path);

function read(path: string): Source {
  const file = ts.createSourceFile(
    path,
    readFileSync(join(packageRoot, path), 'utf8'),
    ts.ScriptTarget.Latest,
  );
  const room = path.startsWith('scenarios/') ? 'scenarios' : (roomOf(path.replace(/^harness\//, '')) ?? '');
  const source: Source = { path, room, imports: [], names: [], strings: [] };
  const visit = (node: ts.Node, parent: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) {
      const isImport =
        ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || isDynamicImport(parent);
      (isImport ? source.imports : source.strings).push(node.text);
    } else if (ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      source.strings.push(node.text);
    else if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      source.names.push(`${node.expression.text}.${node.name.text}`);
    }
    if (ts.isIdentifier(node) && isUse(node, parent)) source.names.push(node.text);
    node.forEachChild((child) => visit(child, node));
  };
  file.forEachChild((child) => visit(child, file));
  return source;
}

const isDynamicImport = (node: ts.Node): boolean =>
  ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;

/** The name of a property, as in `trial.process` or `{ process: … }`, uses no global. */
const isUse = (node: ts.Identifier, parent: ts.Node): boolean =>
  !(ts.isPropertyAccessExpression(parent) && parent.name === node) &&
  !((ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node);

/** Where a relative import leads, from the project's folder. */
const target = (from: string, to: string): string => normalize(join(from, '..', to)).replace(/\.js$/, '.ts');

const sources = ['harness', 'scenarios']
  .flatMap((top) => readdirSync(join(packageRoot, top), { recursive: true }).map((name) => `${top}/${name}`))
  .filter(isCode)
  .map(read);
const scenarios = [
  ...new Set(sources.filter(({ room }) => room === 'scenarios').map(({ path }) => path.split('/')[1]!)),
];

const relative = (path: string, imports: string[]): string[] =>
  imports.filter((to) => to.startsWith('.')).map((to) => target(path, to));

/** Every circle, as the files along it. */
function circles(edges: Map<string, string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, way: string[]): void => {
    if (way.includes(path)) found.push([...way.slice(way.indexOf(path)), path].join(' → '));
    else if (!done.has(path)) {
      for (const to of edges.get(path) ?? []) visit(to, [...way, path]);
      done.add(path);
    }
  };
  for (const path of edges.keys()) visit(path, []);
  return found;
}

/** Every offence at once, as `file: what`. */
const offences = (of: (source: Source) => string[]): string[] =>
  sources.flatMap((source) => of(source).map((what) => `${source.path}: ${what}`));

describe('who may import whom', () => {
  it('reads the sources', () => {
    assert.ok(sources.length > 80, `${sources.length} files`);
    assert.ok(scenarios.length >= 2);
    assert.deepEqual(
      offences(({ room }) => (room === '' ? ['stands in no room'] : [])),
      [],
    );
    const rooms = new Set(sources.map(({ room }) => room));
    assert.deepEqual(
      Object.keys(ROOMS).filter((room) => !rooms.has(room)),
      [],
      'rooms without a file',
    );
  });

  it('has CONTRIBUTING.md show the same table', () => {
    const shown = readFileSync(join(packageRoot, 'CONTRIBUTING.md'), 'utf8').split('\n');
    const from = shown.findIndex((line) => line.startsWith('| `types`'));
    assert.deepEqual(shown.slice(from, from + roomTable().length), roomTable());
  });

  it('imports in no circle, types included', () => {
    const edges = new Map(sources.map(({ path, imports }) => [path, relative(path, imports)]));
    assert.deepEqual(circles(edges), []);
  });

  it('has no room that imports one after it', () => {
    const order = Object.keys(ROOMS);
    const wrong = order.flatMap((room, at) =>
      ROOMS[room]!.may.filter((to) => to !== 'machine' && to !== 'run')
        .filter((to) => {
          const place = roomOf(to);
          return place !== room && order.indexOf(place ?? '') >= at;
        })
        .map((to) => `${room} → ${to}`),
    );
    assert.deepEqual(wrong, []);
  });

  it('keeps the arrows between the rooms', () => {
    const wrong = offences(({ path, room, imports }) =>
      imports
        .filter((to) => to.startsWith('.'))
        .filter((to) => {
          const place = target(path, to);
          if (room === 'scenarios') {
            return place !== 'harness/index.ts' && !place.startsWith(path.split('/').slice(0, 2).join('/'));
          }
          const inner = place.replace(/^harness\//, '');
          return (
            roomOf(inner) !== room &&
            !ROOMS[room]!.may.some((may) => inner === may || inner.startsWith(`${may}/`))
          );
        }),
    );
    assert.deepEqual(wrong, []);
  });

  it('leaves what tests alone use to tests, so that no build carries it', () => {
    const wrong = offences(({ imports }) => imports.filter((to) => /\.(test|testing)\.js$/.test(to)));
    assert.deepEqual(wrong, []);
  });

  it('keeps pure rooms pure: no packages with effects, no clock, no process, no chance', () => {
    const wrong = offences(({ room, imports, names }) =>
      PURE.includes(room)
        ? [
            ...imports.filter((to) => !to.startsWith('.') && !PURE_PACKAGES.includes(to)),
            ...names.filter((name) => IMPURE.test(name)),
          ]
        : [],
    );
    assert.deepEqual(wrong, []);
  });

  it('ends the process in cli.ts alone', () => {
    const wrong = offences(({ names }) => names.filter((name) => name === 'process.exit'));
    assert.deepEqual([...new Set(wrong)], ['harness/cli.ts: process.exit']);
  });

  it('writes to the terminal in one place, which escapes what a terminal would obey', () => {
    const wrong = offences(({ names }) =>
      names.filter((name) => /^(process\.std(out|err)|console\..*)$/.test(name)),
    );
    assert.deepEqual([...new Set(wrong)].sort(), [
      // Whether it is a terminal, and how wide.
      'harness/commands/run.ts: process.stdout',
      'harness/commands/terminal-columns.ts: process.stdout',
      'harness/machine/host/terminal.ts: process.stderr',
      'harness/machine/host/terminal.ts: process.stdout',
    ]);
  });

  it('writes CSV that people open by one function, which lets no cell become a formula', () => {
    const wrong = offences(({ imports }) => imports.filter((name) => name.startsWith('csv-stringify')));
    assert.deepEqual(wrong, ['harness/document/csv-text.ts: csv-stringify/sync']);
  });

  it('opens files from somebody else by one function', () => {
    // Each of these reads files of netknee itself, of the system or of a tree that was just made.
    const wrong = offences(({ names, path }) =>
      path.startsWith('harness/run/') || path.startsWith('harness/commands/')
        ? names.filter((name) => /^(readFile|readFileSync|createReadStream)$/.test(name))
        : [],
    );
    assert.deepEqual([...new Set(wrong)].sort(), [
      'harness/run/config/version.ts: readFile',
      'harness/run/requirements/doctor-baking.ts: readFile',
      'harness/run/results/report-assets.ts: readFile',
      'harness/run/shell.ts: readFile',
    ]);
  });

  it('has no word of a scenario: what it measures, changes or builds is the scenario’s own', () => {
    const words = /netns|ipvs|IPVS|run_?[eE]stimation|iproute2|^namespaces$|^rules$/;
    /** Packages of the common guest, where the distribution's ip keeps names, and examples of --help. */
    const named = [
      'harness/machine/image/rootfs.ts',
      'harness/machine/remote/provision.ts',
      'harness/cli.ts',
      'harness/command-line/measuring.ts',
      'harness/command-line/concluding.ts',
      'harness/command-line/keeping.ts',
    ];
    /** Namespaces of the kernel, CSS and vega: what these files are about. */
    const others: Record<string, string[]> = {
      'harness/machine/remote/remote-check.ts': ['namespaces'],
      'harness/probes/packet-path.ts': ['namespaces'],
      'harness/packets/packet-table.ts': ['namespaces'],
      'harness/compare/trend-figure.ts': ['rules'],
      'harness/run/config/variant-trees.ts': ['For instance --variant mine=path:../iproute2.'],
    };
    const wrong = offences(({ room, path, strings, names }) =>
      room === 'scenarios' || named.includes(path)
        ? []
        : [...strings, ...names].filter((word) => words.test(word) && others[path]?.includes(word) !== true),
    );
    assert.deepEqual([...new Set(wrong)], []);
  });

  it('knows no scenario by name outside scenarios/, but in the examples of --help', () => {
    const wrong = offences(({ room, path, strings }) =>
      strings.filter(
        (text) =>
          room !== 'scenarios' &&
          scenarios.some((name) => text.includes(name)) &&
          !(/^harness\/(cli|command-line\/[a-z]+)\.ts$/.test(path) && /^netknee [a-z]+ /.test(text)),
      ),
    );
    assert.deepEqual(wrong, []);
  });
});
