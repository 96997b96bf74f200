import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { packageRoot } from '../../harness/machine/host/places.js';
import { needRoot } from '../../harness/probes/compile.testing.js';
import { plays, runTiny } from '../../harness/run/tiny.testing.js';
import { makeHome, prepareFaults, resultsOf } from '../fault-at-write.testing.js';
import { fakeMachineFaults } from '../faults/fake-machine.testing.js';
import type { FaultGroup, Outcome } from '../faults/fault.testing.js';
import { guestProcessFaults } from '../faults/guest-process.testing.js';
import { hostFaults } from '../faults/host.testing.js';
import { resultsFolderFaults } from '../faults/results-folder.testing.js';
import { temporaryFolder } from '../netknee.testing.js';
import { inPlaces } from '../places.testing.js';
import { textsOf } from '../resumed.testing.js';

const TABLE = join(packageRoot, 'docs/faults.md');
const LEAST = 100;
const SIDE_BY_SIDE = 3;

const OPENING = `# Faults, and what becomes of them

Written by \`test/alone/faults.test.ts\`, which injects each of them and compares what came of it with this page;
\`NETKNEE_FAULTS=write npx mocha test/alone/faults.test.ts\` writes it anew. Messages are shortened; paths, process ids and digests, which
differ from machine to machine, are left out.
`;

const cell = (text: string): string =>
  text.replace(/[|<>*_\\[\]]/g, (sign) => `\\${sign}`).replace(/\p{Cc}/gu, '�');

function tableOf(group: FaultGroup, outcomes: ReadonlyMap<string, Outcome>): string {
  const rows = group.faults.map(({ injected }) => {
    const { said, exit, kept } = outcomes.get(injected)!;
    return `| ${cell(injected)} | ${cell(said === '' ? 'nothing' : said)} | ${exit} | ${cell(kept)} |`;
  });
  const head = '| injected | what a person sees | exit | what was kept |\n|---|---|---:|---|';
  return `\n## ${group.title}\n\n${group.about}\n\n${head}\n${rows.join('\n')}\n`;
}

describe('faults', function () {
  // Places of the whole process are others while it runs: were it given up, the tests after it would be led astray.
  this.timeout(3_600_000);
  let root: string;
  let expected: string[];
  const groups = [
    fakeMachineFaults(() => expected),
    guestProcessFaults(() => expected),
    ...hostFaults(() => expected),
    ...resultsFolderFaults(
      () => join(root, 'good'),
      () => expected,
    ),
  ];

  before(async () => {
    root = await temporaryFolder();
    await prepareFaults();
    const home = join(root, 'well');
    await makeHome(home);
    await inPlaces(home, () => runTiny({ folder: resultsOf(home), play: plays.well }));
    expected = await textsOf(resultsOf(home));
    await cp(resultsOf(home), join(root, 'good'), {
      recursive: true,
      filter: (path) => basename(path) !== 'bundle',
    });
  });

  it('end as docs/faults.md says', async function () {
    // Devices in an archive, and a file system that is read-only.
    needRoot(this);
    const outcomes = new Map<string, Outcome>();
    // Those with deadlines of seconds are begun first.
    const queue = [...groups]
      .sort((a, b) => Number(b.isSlow ?? false) - Number(a.isSlow ?? false))
      .flatMap(({ faults }) => faults);
    assert.ok(queue.length >= LEAST, `${queue.length} faults`);
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const home = join(root, `fault-${queue.length}`);
        await makeHome(home);
        outcomes.set(next.injected, await next.inject(home));
        await rm(home, { recursive: true, force: true });
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
    const defects = [...outcomes].filter(([, { said, exit }]) => exit === 70 || (exit !== 0 && said === ''));
    assert.deepEqual(defects, [], 'a stack, or an end without a word');
    const page = OPENING + groups.map((group) => tableOf(group, outcomes)).join('');
    if (process.env.NETKNEE_FAULTS === 'write') writeFileSync(TABLE, page);
    const committed = readFileSync(TABLE, 'utf8').split('\n');
    const changed = page.split('\n').filter((line) => !committed.includes(line));
    assert.deepEqual(changed, [], 'lines that docs/faults.md has not');
    assert.equal(committed.join('\n'), page);
  });
});
