import assert from 'node:assert/strict';
import { documentMarkdown } from '../document/document-markdown.js';
import { manifest } from './fixtures/small-run.js';
import { artifactBlocks, artifactsTable } from './report-artifacts.js';

describe('artifactsTable', () => {
  it('gives whole digests and details in one order', () => {
    const { rows } = artifactsTable({ ...manifest, artifacts: [...manifest.artifacts].reverse() });
    assert.deepEqual(rows, artifactsTable(manifest).rows);
    assert.deepEqual(rows[0], ['linux-6.1', 'kernel', '2'.repeat(64), 'version: 6.1.0-42-cloud-amd64']);
  });
});

describe('artifactBlocks', () => {
  it('sets long details below the table, whole and shut', () => {
    const packages = Array.from({ length: 40 }, (_, i) => `${i} package-${i}.deb`).join('\n');
    const rootfs = { ...manifest.artifacts[0]!, name: 'guest', details: { packages, suite: 'bookworm' } };
    const text = documentMarkdown(artifactBlocks({ ...manifest, artifacts: [rootfs] }));
    assert.match(text, /\| packages: 40 lines, below; suite: bookworm \|\n/);
    assert.ok(
      text.endsWith(
        `<details><summary>guest: packages</summary>\n\n\`\`\`text\n${packages}\n\`\`\`\n\n</details>\n`,
      ),
      text,
    );
  });

  it('has nothing below the table when all details are short', () => {
    assert.deepEqual(
      artifactBlocks(manifest).map(({ kind }) => kind),
      ['table'],
    );
  });
});
