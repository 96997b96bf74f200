import { cp, mkdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { execa } from 'execa';
import { EXIT } from '../../harness/failure.js';
import { startTimeOf } from '../../harness/machine/process/process-record.js';
import { readJournal } from '../../harness/run/results/journal.js';
import type { Manifest } from '../../harness/types.js';
import { placesIn } from '../fault-at-write.testing.js';
import { CLI } from '../netknee.testing.js';
import { inPlaces } from '../places.testing.js';
import { resumeWell, textsOf } from '../resumed.testing.js';
import {
  difference,
  type Fault,
  type FaultGroup,
  filesOf,
  type Outcome,
  PROGRAMS,
  told,
} from './fault.testing.js';

/** Calls the built command line with the places of a home; it never throws by itself. */
export const cli = (home: string, argv: string[], env: Record<string, string> = {}) =>
  execa(process.execPath, [CLI, ...argv], {
    cwd: home,
    env: { ...placesIn(home), PATH: PROGRAMS, ...env },
    reject: false,
    stdin: 'ignore',
    timeout: 300_000,
  });

type Csv = (text: string) => string;

const lines =
  (change: (rows: string[]) => string[]): Csv =>
  (text) =>
    `${change(text.trimEnd().split('\n')).join('\n')}\n`;
const inRow = (number: number, change: (cells: string[]) => string[]): Csv =>
  lines((rows) => rows.map((row, i) => (i === number ? change(row.split(',')).join() : row)));
const everyRow = (change: (cells: string[]) => string[]): Csv =>
  lines((rows) => rows.map((row) => change(row.split(',')).join()));
const last = (value: string) => (cells: string[]) => [...cells.slice(0, -1), value];
const iteration = (value: string) => (cells: string[]) => [...cells.slice(0, -2), value, cells.at(-1)!];

export function resultsFolderFaults(good: () => string, expected: () => readonly string[]): FaultGroup[] {
  const copy = async (home: string, name = 'out/results'): Promise<string> => {
    await cp(good(), join(home, name), { recursive: true });
    return join(home, name);
  };

  /** Damages a copy of a whole results folder, then asks the command line for something. */
  const asked = (
    injected: string,
    damage: (folder: string, home: string) => Promise<unknown>,
    argv: (folder: string) => string[] = (folder) => ['report', folder],
  ): Fault => ({
    injected,
    inject: async (home): Promise<Outcome> => {
      const folder = await copy(home);
      await damage(folder, home);
      const before = await filesOf(folder);
      const { exitCode = -1, stderr, stdout } = await cli(home, argv(folder));
      const kept = difference(before, await filesOf(folder));
      return { said: exitCode === EXIT.ok ? told(stdout, home) : told(stderr, home), exit: exitCode, kept };
    },
  });

  /** As a netknee wrote its manifest that did not count rows yet. */
  const withoutDigests = async (folder: string): Promise<void> => {
    const path = join(folder, 'manifest.json');
    const value = JSON.parse(await readFile(path, 'utf8')) as Manifest;
    const trials = value.trials.map(({ rows: _, ...record }) => record);
    await writeFile(path, JSON.stringify({ ...value, trials }));
  };

  const csv = (injected: string, change: Csv): Fault =>
    asked(injected, async (folder) => {
      const path = join(folder, 'observations.csv');
      await writeFile(path, change(await readFile(path, 'utf8')));
    });

  const manifest = (
    injected: string,
    change: (manifest: Manifest) => unknown,
    argv?: (folder: string) => string[],
  ): Fault =>
    asked(
      injected,
      async (folder) => {
        const path = join(folder, 'manifest.json');
        const value = JSON.parse(await readFile(path, 'utf8')) as Manifest;
        change(value);
        await writeFile(path, JSON.stringify(value));
      },
      argv,
    );

  /** Damages a copy, then resumes it on the fake machine. */
  const resumed = (injected: string, damage: (folder: string) => Promise<unknown>): Fault => ({
    injected,
    inject: (home) =>
      inPlaces(home, async () => {
        const folder = await copy(home);
        await damage(folder);
        const { events, manifest: now } = await resumeWell(folder);
        const notices = events.flatMap((event) => (event.type === 'notice' ? [event.notice.text] : []));
        const again = events.filter(({ type }) => type === 'trial-start').length;
        const isWhole = isDeepStrictEqual(await textsOf(folder), expected());
        const journal = await readFile(join(folder, 'journal.jsonl'), 'utf8');
        const isJournalWhole = readJournal(journal).length === journal.split('\n').length - 1;
        return {
          said: told(notices.join('; '), home),
          exit: now.trials.every(({ status }) => status === 'done') ? EXIT.ok : EXIT.trialsFailed,
          kept: `${isWhole ? 'all rows' : 'OTHER rows'}, ${again} trials measured again${isJournalWhole ? '' : ', a TORN journal'}`,
        };
      }),
  });

  const settings = (injected: string, write: (path: string) => Promise<unknown>): Fault => ({
    injected,
    inject: async (home) => {
      await write(join(home, 'netknee.config.yaml'));
      const { exitCode = -1, stderr } = await cli(home, ['plan', 'netns-create']);
      return { said: told(stderr, home), exit: exitCode, kept: 'nothing was begun' };
    },
  });

  const resume = (folder: string) => ['run', '--resume', folder];
  const trialCsv = (folder: string) => join(folder, 'raw/tiny.instructions.k6.1.p2.b1/observations.csv');
  const hostile = (id: string) => (value: Manifest) => {
    value.plan.trials[0]!.id = id;
    value.trials[0]!.id = id;
  };

  return [
    {
      title: 'In observations.csv, then `netknee report`',
      about:
        'A whole results folder of 32 rows, damaged as files are by hands, editors and copies. Nothing is concluded from it: the former report stands.',
      faults: [
        csv('NaN in the first row', inRow(1, last('NaN'))),
        csv('NaN in the last row', inRow(32, last('NaN'))),
        csv('1e999', inRow(9, last('1e999'))),
        csv('0x10', inRow(9, last('0x10'))),
        csv('another value', inRow(9, last('4242'))),
        csv('iteration −1', inRow(9, iteration('-1'))),
        csv('iteration 0.5', inRow(9, iteration('0.5'))),
        csv(
          'a column is missing',
          everyRow((cells) => cells.slice(0, -1)),
        ),
        csv(
          'a column more',
          everyRow((cells) => [...cells, 'x']),
        ),
        csv(
          'columns in another order',
          everyRow(([run, trial, ...rest]) => [trial!, run!, ...rest]),
        ),
        csv('another delimiter', (text) => text.replaceAll(',', ';')),
        csv('a page of HTML in its place', () => '<!DOCTYPE html>\n<title>404 Not Found</title>\n'),
        csv('cut in the middle of a row', (text) => text.slice(0, Math.floor(text.length / 2))),
        csv(
          'cut at the end of a row',
          lines((rows) => rows.slice(0, -3)),
        ),
        csv(
          'a row twice',
          lines((rows) => [...rows.slice(0, 9), rows[8]!, ...rows.slice(9)]),
        ),
        csv(
          'a row is gone',
          lines((rows) => rows.toSpliced(9, 1)),
        ),
        csv('rows of a trial that was not planned', (text) =>
          text.replaceAll('tiny.instructions.k6.1.p2.b2', 'tiny.b9'),
        ),
        csv(
          'rows of another run',
          inRow(9, ([, ...rest]) => ['other-run', ...rest]),
        ),
        csv(
          'rows of two trials between each other',
          lines((rows) => [
            ...rows.slice(0, 2),
            ...rows.slice(9, 11),
            ...rows.slice(2, 9),
            ...rows.slice(11),
          ]),
        ),
        csv('empty', () => ''),
        asked('missing', (folder) => rm(join(folder, 'observations.csv'))),
        csv('one line of 200 MB', (text) => `${text}${'x'.repeat(200 << 20)}\n`),
        asked(
          'NaN in the first row of the base of `compare`',
          async (folder, home) => {
            await copy(home, 'out/new');
            const path = join(folder, 'observations.csv');
            await writeFile(path, inRow(1, last('NaN'))(await readFile(path, 'utf8')));
          },
          (folder) => ['compare', folder, join(folder, '../new')],
        ),
        asked(
          'one of the runs of `compare` never measured a variant',
          async (folder, home) => {
            const other = await copy(home, 'out/new');
            const path = join(other, 'observations.csv');
            const of = (row: string) => !row.split(',').includes('b');
            await writeFile(path, lines((rows) => rows.filter(of))(await readFile(path, 'utf8')));
            await withoutDigests(folder);
            await withoutDigests(other);
          },
          (folder) => ['compare', folder, join(folder, '../new')],
        ),
      ],
    },
    {
      title: 'In what a resume goes on with',
      about: 'A run that was done; then it is resumed.',
      faults: [
        resumed('a trial’s observations.csv is missing', (folder) => rm(trialCsv(folder))),
        resumed('a trial’s observations.csv is empty', (folder) => truncate(trialCsv(folder))),
        resumed('a trial’s observations.csv is cut', (folder) => truncate(trialCsv(folder), 300)),
        resumed('the last line of journal.jsonl is torn', (folder) =>
          writeFile(join(folder, 'journal.jsonl'), '{"at":"2026-11-2', { flag: 'a' }),
        ),
        resumed('observations.csv is missing', (folder) => rm(join(folder, 'observations.csv'))),
        resumed('the lock of a netknee that was killed', (folder) =>
          writeFile(join(folder, 'running.json'), '{"pid":4194305,"startTime":"1"}'),
        ),
        resumed('half a lock', (folder) => writeFile(join(folder, 'running.json'), '{"pi')),
      ],
    },
    {
      title: 'In the manifest and the folder',
      about: 'A folder that may come from somebody else.',
      faults: [
        asked('another netknee writes to the folder', async (folder) => {
          const startTime = await startTimeOf(process.pid);
          await writeFile(join(folder, 'running.json'), JSON.stringify({ pid: process.pid, startTime }));
        }),
        asked('manifest.json is cut', (folder) => truncate(join(folder, 'manifest.json'), 900)),
        asked('manifest.json is missing', (folder) => rm(join(folder, 'manifest.json'))),
        manifest('a manifest of a later schema', (value) => Object.assign(value, { schema: 99 })),
        manifest('a trial named `a\\ntouch x`, then `run --resume`', hostile('a\ntouch x'), resume),
        manifest('a trial named `../../../x`, then `merge`', hostile('../../../x'), (folder) => [
          'merge',
          folder,
        ]),
        manifest('a run named ESC `[2J`', (value) => Object.assign(value, { run: '\u001b[2J' })),
        manifest(
          'another seed in its plan, then `run --resume`',
          (value) => {
            value.plan.trials[0]!.seed += 1;
          },
          resume,
        ),
        asked('report.md is a link to a file elsewhere', async (folder, home) => {
          await mkdir(join(home, 'victim'));
          await writeFile(join(home, 'victim/file'), 'precious');
          await rm(join(folder, 'report.md'));
          await symlink(join(home, 'victim/file'), join(folder, 'report.md'));
        }),
        asked('a folder where report.md belongs', async (folder) => {
          await rm(join(folder, 'report.md'));
          await mkdir(join(folder, 'report.md/x'), { recursive: true });
        }),
        asked('a FIFO in the place of observations.csv', async (folder) => {
          await rm(join(folder, 'observations.csv'));
          await execa('mkfifo', [join(folder, 'observations.csv')], { env: { PATH: PROGRAMS } });
        }),
        asked('manifest.json is a link to /dev/zero', async (folder) => {
          await rm(join(folder, 'manifest.json'));
          await symlink('/dev/zero', join(folder, 'manifest.json'));
        }),
        asked(
          'another number in summary.csv, then `verify`',
          async (folder) => {
            const path = join(folder, 'summary.csv');
            await writeFile(path, (await readFile(path, 'utf8')).replace('1000', '1001'));
          },
          (folder) => ['verify', folder],
        ),
        asked('no results folder at all', (folder) => rm(folder, { recursive: true })),
      ],
    },
    {
      title: 'In the settings',
      about: 'A netknee.config.yaml, then `netknee plan`; nothing is begun.',
      faults: [
        settings('a file that is /dev/zero', (path) => symlink('/dev/zero', path)),
        settings('a key that there is not', (path) => writeFile(path, 'profle: quick\n')),
        settings('boots: 999999999', (path) => writeFile(path, 'boots: 999999999\n')),
        settings('aliases that grow to a billion', (path) =>
          writeFile(
            path,
            Array.from({ length: 9 }, (_, i) =>
              i === 0 ? 'a0: &a0 [x]' : `a${i}: &a${i} [${`*a${i - 1},`.repeat(10)}]`,
            ).join('\n'),
          ),
        ),
      ],
    },
  ];
}
