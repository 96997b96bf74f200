import { naturalOrder } from '../cells/natural-order.js';
import type { Block } from '../document/document.js';
import type { Table } from '../document/table.js';
import type { Artifact, Manifest } from '../types.js';

/** Characters of one detail above which it would push everything else out of the table. */
const LONG = 300;

/** What went into the run; details too long for the table (lists of packages) are set below it, shut. */
export function artifactBlocks(manifest: Manifest): Block[] {
  const long = ordered(manifest).flatMap((artifact) =>
    detailsOf(artifact)
      .filter(([, value]) => value.length > LONG)
      .map(
        ([key, value]): Block => ({
          kind: 'details',
          summary: `${artifact.name}: ${key}`,
          blocks: [{ kind: 'code', language: 'text', text: value }],
        }),
      ),
  );
  return [{ kind: 'table', table: artifactsTable(manifest) }, ...long];
}

/** Kernels, variants, programs and root file systems, by kind and name, with whole digests. */
export function artifactsTable(manifest: Manifest): Table {
  const text = ([key, value]: [string, string]) =>
    `${key}: ${value.length > LONG ? `${lineCount(value)}, below` : value}`;
  return {
    name: 'artifacts',
    title: 'Artifacts',
    columns: ['artifact', 'kind', 'sha256', 'details'].map((title) => ({ title, align: 'left' })),
    rows: ordered(manifest).map((artifact) => [
      artifact.name,
      artifact.kind,
      artifact.sha256,
      detailsOf(artifact).map(text).join('; '),
    ]),
  };
}

function ordered({ artifacts }: Manifest): Artifact[] {
  return [...artifacts].sort((a, b) => naturalOrder(a.kind, b.kind) || naturalOrder(a.name, b.name));
}

function detailsOf({ details }: Artifact): [string, string][] {
  return Object.entries(details).sort(([a], [b]) => naturalOrder(a, b));
}

function lineCount(text: string): string {
  const lines = text.trimEnd().split('\n').length;
  return lines === 1 ? '1 line' : `${lines} lines`;
}
