import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { declaredFactors } from '../../harness/cells/declared-factors.js';
import { parseObservations } from '../../harness/cells/observation-parse.js';
import { parsePredict } from '../../harness/commands/predict.js';
import { unpackTar } from '../../harness/machine/files/tar-file.js';
import { packageRoot } from '../../harness/machine/host/places.js';
import { parseArtifact } from '../../harness/machine/image/artifact-record.js';
import { parseContents } from '../../harness/machine/image/image-archive.js';
import { parseLaws } from '../../harness/run/check/shipped-laws.js';
import { share } from '../../harness/run/config/option-parsers.js';
import { settingsOfWords } from '../../harness/run/config/option-words.js';
import { optionsOfPlanArguments } from '../../harness/run/config/plan-arguments.js';
import { parseSettings, parseSettingsFile } from '../../harness/run/config/settings.js';
import { requireBegunPlan } from '../../harness/run/plan/begun-plan.js';
import { resolvePlan } from '../../harness/run/plan/resolve-plan.js';
import { shardOf } from '../../harness/run/plan/shard-of.js';
import { readJournal } from '../../harness/run/results/journal.js';
import { parseManifest } from '../../harness/run/results/manifest.js';
import { parseAttachments } from '../../harness/run/results/parse-attachments.js';
import { streamObservations } from '../../harness/run/results/stream-observations.js';
import type { Parser } from './parser.testing.js';

const example = (name: string): string => readFileSync(join(packageRoot, 'results/example', name), 'utf8');

const declared = declaredFactors(parseManifest(example('manifest.json')).scenarios);
const rows = example('observations.csv').split('\n').slice(0, 60).join('\n');
/** Small enough to be damaged a thousand times a second: one scenario, two trials. */
const manifest = (() => {
  const whole = JSON.parse(example('manifest.json'));
  const trials = whole.plan.trials.slice(0, 2);
  const records = whole.trials.filter(({ id }: { id: string }) =>
    trials.some((one: { id: string }) => one.id === id),
  );
  for (const record of records) record.guest = { kernel: 'Linux 6.1' };
  const [artifact] = whole.artifacts;
  artifact.details = { suite: 'bookworm' };
  const plan = { ...whole.plan, trials };
  const scenarios = whole.scenarios.slice(0, 1);
  return JSON.stringify({ ...whole, plan, scenarios, artifacts: [artifact], trials: records }, null, 1);
})();

const laws = readFileSync(join(packageRoot, 'scenarios/ipvs-estimation/laws.json'), 'utf8');

const at = '2026-01-02T03:04:05.678Z';
const journal = [
  { at, event: 'run-start' },
  { at, event: 'trial-end', trial: 't1', status: 'done', reasons: [] },
]
  .map((one) => `${JSON.stringify(one)}\n`)
  .join('');

const factors = { clock: 'instructions', scenario: 's', kernel: '6.1', possibleCpus: 2, memoryMb: 2048 };
const stacks = { kind: 'stacks', name: 'n', title: 't', factors: {}, stacks: [['a;b', 3]] };
const attachments = JSON.stringify([{ trial: 't1', boot: 1, factors, attachment: stacks }]);

const settings = `scenarios: [netns-create]
profile: quick
clock: exact
levels: {namespaces: [0, 500]}
boots: {wall: 6}
kernel: "6.12"
trees: {mine: ../iproute2}
memory: [2048, 4096]
debian: {mirror: "http://127.0.0.1/debian"}
clones: {NETKNEE_GIT_IPROUTE2: /tmp/x}
`;

/** A folder for the readers of files; gone when the process ends. */
const folder = mkdtempSync(join(tmpdir(), 'netknee-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const asFile = (name: string, text: string, encoding: BufferEncoding = 'utf8'): string => {
  writeFileSync(join(folder, name), text, encoding);
  return join(folder, name);
};

function tarOf(gzip: boolean): string {
  const cwd = mkdtempSync(join(folder, 'tar-'));
  writeFileSync(join(cwd, 'netknee-image.json'), '{"format":1,"folders":[]}');
  writeFileSync(join(cwd, 'file'), 'content\n');
  create({ cwd, file: join(folder, 'a.tar'), sync: true, gzip }, ['netknee-image.json', 'file']);
  return readFileSync(join(folder, 'a.tar'), 'latin1');
}

/** Files of results folders, archives, settings and words. */
export const FILES: readonly Parser[] = [
  { name: 'observations.csv', corpus: [rows], read: (text) => parseObservations(text, declared) },
  {
    name: 'observations.csv as a stream',
    corpus: [rows],
    read: (text) =>
      streamObservations(
        asFile('o.csv', text),
        declared,
        () => {},
        () => {},
      ),
  },
  { name: 'manifest.json', corpus: [manifest], read: parseManifest },
  {
    name: 'plan of a manifest',
    corpus: [manifest],
    read: async (text) => requireBegunPlan(parseManifest(text)),
  },
  { name: 'laws.json', corpus: [laws], read: (text) => parseLaws(text) },
  { name: 'journal.jsonl', corpus: [journal], read: readJournal },
  { name: 'attachments.json', corpus: [attachments], read: (text) => parseAttachments(text, 't1') },
  {
    name: 'settings file',
    corpus: [settings],
    read: async (text) => {
      const { scenarios, levels, boots, memory, kernel } = parseSettingsFile(text, 'netknee.config.yaml');
      return resolvePlan({ scenarios, levels, boots, memory, kernel });
    },
  },
  {
    name: 'words of a command line',
    corpus: ['--boots\nreal=6\n--levels\nrules=3,4\n--variant\na=path:/x\n--kernel\n6.1\n--memory\n1,2'],
    read: (text) => parseSettings(settingsOfWords([], optionsOfPlanArguments(text.split('\n'))), 'words'),
  },
  { name: '--predict', corpus: ['rules=20000,cpus=96'], read: parsePredict },
  { name: '--threshold', corpus: ['5%', '0.05'], read: (text) => share(text, '--threshold') },
  { name: '--shard', corpus: ['2/3'], read: (text) => shardOf(text, {}) },
  {
    name: 'contents of an image',
    corpus: [`{"format":1,"folders":[{"path":"rootfs/a-1","sha256":"${'0'.repeat(64)}"}]}`],
    read: (text) => parseContents('image.tar.gz', text),
  },
  {
    name: 'artifact.json',
    corpus: [
      JSON.stringify({
        name: 'a',
        kind: 'module',
        inputsSha256: '0'.repeat(64),
        sha256: '1'.repeat(64),
        details: { module: 'm' },
      }),
    ],
    read: parseArtifact,
  },
  ...[false, true].map(
    (gzip): Parser => ({
      name: gzip ? 'tar.gz' : 'tar',
      corpus: [tarOf(gzip)],
      read: async (text) => {
        const into = mkdtempSync(join(folder, 'into-'));
        try {
          await unpackTar(asFile('b.tar', text, 'latin1'), into);
        } finally {
          rmSync(into, { recursive: true, force: true });
        }
      },
    }),
  ),
];
