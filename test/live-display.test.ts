import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import xterm from '@xterm/headless';
import { packageRoot } from '../harness/machine/host/places.js';

const PROGRAM = join(packageRoot, 'test/live-display.testing.ts');
const DEADLINE_MS = 30_000;
/** Of the events that live-display.testing.ts has. */
const [PLAN, PREPARE, , FIRST, SECOND, STEPS] = [0, 1, 2, 3, 4, 5];
const [AGAIN, ENDED, END, OVER] = [STEPS + 80, STEPS + 81, STEPS + 82, 999];

/** A pseudo-terminal, and the screen that a person would see in it. */
class Screen {
  readonly #terminal;
  readonly #child: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(columns: number) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows: 30, allowProposedApi: true });
    // Without an echo of what the test says; the size is what programs ask a terminal for.
    const words = `stty -echo cols ${columns} rows 30; exec ${process.execPath} --import tsx ${PROGRAM}`;
    this.#child = spawn('script', ['-qefc', words, '/dev/null'], {
      cwd: packageRoot,
      env: { ...process.env, CI: '', TERM: 'xterm', COLUMNS: '' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#terminal.write(chunk));
    this.ended = new Promise((resolve) => this.#child.on('exit', resolve));
  }

  say(...events: number[]): void {
    this.#child.stdin?.write(events.map((event) => `${event}\n`).join(''));
  }

  /** What stands on it, without empty lines. */
  get lines(): string[] {
    const { active } = this.#terminal.buffer;
    return Array.from(
      { length: active.length },
      (_, i) => active.getLine(i)?.translateToString(true) ?? '',
    ).filter((line) => line !== '');
  }

  /** Its lines once one of them is as wanted. */
  async with(wanted: RegExp): Promise<string[]> {
    const until = performance.now() + DEADLINE_MS;
    while (!this.lines.some((line) => wanted.test(line))) {
      if (performance.now() > until) assert.fail(`no ${wanted} on the screen:\n${this.lines.join('\n')}`);
      await pause(50);
    }
    return this.lines;
  }

  kill(): void {
    if (this.#child.exitCode === null) this.#child.kill('SIGKILL');
  }
}

describe('the live display in a pseudo-terminal', function () {
  this.timeout(120_000);

  for (const columns of [80, 120]) {
    it(`has a line a guest and a bar over all, each replaced, at ${columns} columns`, async () => {
      const screen = new Screen(columns);
      try {
        screen.say(PLAN, PREPARE);
        const prepared = await screen.with(/guest 1: build \\u001b\[2Jthe probes/);
        // What a run will do may take two lines at 80 columns; then a bar and two guests.
        const live = (lines: string[]) => lines.slice(lines.findIndex((line) => /░/.test(line)));
        assert.equal(live(prepared).length, 3);
        screen.say(FIRST, SECOND, ...Array.from({ length: 40 }, (_, i) => STEPS + i));
        const stepped = live(await screen.with(/step 40 of 40/));
        assert.equal(stepped.length, 3, stepped.join('\n'));
        assert.match(stepped[0] ?? '', /░{20} 0 of 4 trials, about \d+ s left/);
        for (const line of stepped) assert.ok(line.length < columns, line);
        // Where there is no room for all of it, it ends with a whole word.
        assert.match(stepped[1] ?? '', columns === 80 ? /(many|named|things) …$/ : /measure each$/);

        screen.say(...Array.from({ length: 40 }, (_, i) => STEPS + 40 + i), AGAIN);
        const again = live(await screen.with(/attempt 2, since 34 % of the/));
        assert.equal(again.length, 3, again.join('\n'));

        screen.say(ENDED);
        const ended = live(await screen.with(/1 of 4 trials/));
        assert.equal(ended.length, 3, ended.join('\n'));
        assert.match(ended[1] ?? '', /guest 1: waits/);
        // It counts down by itself.
        await screen.with(/█████░{15} 1 of 4 trials, about 12 min 3[0-3] s left|about 12 min 2\d s left/);

        screen.say(END, OVER);
        assert.equal(await screen.ended, 0);
        await pause(200);
        const left = screen.lines;
        assert.ok(!left.some((line) => /[█░]|guest 1/.test(line)), left.join('\n'));
        assert.match(left.join(' '), /1 notice in the report.*|end: 1 min 05 s/);
        assert.match(left.join(''), /results\/r\/report\.html$/);
        assert.ok(left.length <= 8, left.join('\n'));
      } finally {
        screen.kill();
      }
    });
  }
});
