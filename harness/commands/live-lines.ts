import { wrap } from '../document/table-terminal.js';
import type { RunEvent } from '../run/events.js';
import { duration } from './duration.js';
import { againWords } from './event-lines.js';

/** What a live display shows of a run that goes on. */
export interface LiveState {
  /** What is prepared; undefined once a trial has begun. */
  preparing: string | undefined;
  done: number;
  of: number;
  failed: number;
  /** Seconds that the rest takes, and when (ms) that was reckoned. */
  left: { seconds: number; atMs: number };
  /** What each guest does; undefined where one has nothing to do. */
  guests: ({ trial: string; what: string; again: string } | undefined)[];
}

/** Pure: a run of so many trials before the first event. */
export const liveState = (of: number, guests: number, seconds: number, atMs: number): LiveState => ({
  ...{ preparing: 'prepare the guest and the variants', done: 0, of, failed: 0 },
  ...{ left: { seconds, atMs }, guests: Array<undefined>(Math.max(1, Math.min(guests, of))).fill(undefined) },
});

/** Takes an event in: what a guest does replaces what it did. */
export function liveEvent(state: LiveState, event: RunEvent, atMs: number): void {
  const of = (id: string) => state.guests.findIndex((guest) => guest?.trial === id);
  if (event.type === 'prepare') state.preparing = event.what;
  else if (event.type === 'trial-start') {
    state.preparing = undefined;
    const same = of(event.trial.id);
    const place = same >= 0 ? same : state.guests.indexOf(undefined);
    const again = event.attempt === 1 ? '' : `attempt ${event.attempt}${againWords(event.again)}; `;
    if (place >= 0) state.guests[place] = { trial: event.trial.id, what: 'boots', again };
  } else if (event.type === 'step') {
    const guest = state.guests[of(event.trial)];
    if (guest !== undefined) guest.what = `step ${event.done + 1} of ${event.of}, ${event.title}`;
  } else if (event.type === 'trial-end') {
    const place = of(event.trial);
    if (place >= 0) state.guests[place] = undefined;
    if (event.record.status === 'failed') state.failed++;
    state.done = event.done;
    state.of = event.of;
    state.left = { seconds: event.leftS, atMs };
  }
}

const BAR = 20;

/** Pure: one line for the whole run, one a guest, none longer than the terminal is wide. */
export function liveLines(state: LiveState, atMs: number, columns: number): string[] {
  const { preparing, done, of, failed, left, guests } = state;
  const full = of === 0 ? BAR : Math.floor((BAR * done) / of);
  const bar = `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`;
  const failures = failed === 0 ? '' : `, ${failed} failed`;
  const lines = guests.map((guest, i) => {
    if (guest !== undefined) return `guest ${i + 1}: ${guest.trial}: ${guest.again}${guest.what}`;
    return `guest ${i + 1}: ${i === 0 && preparing !== undefined ? preparing : 'waits'}`;
  });
  return [`${bar} ${done} of ${of} trials${failures}, ${leftWords(left, atMs)}`, ...lines].map((line) =>
    fitted(line, columns),
  );
}

/** What was reckoned, less the time since. */
function leftWords({ seconds, atMs }: LiveState['left'], nowMs: number): string {
  const now = Math.round(seconds - (nowMs - atMs) / 1000);
  return now > 0 ? `about ${duration(now)} left` : 'longer than was reckoned';
}

/** Pure: a line that is too long ends after a word, with … */
export function fitted(line: string, columns: number): string {
  const characters = [...line];
  if (characters.length <= columns) return line;
  const cut = characters.slice(0, Math.max(1, columns - 2)).join('');
  const end = characters[Math.max(1, columns - 2)] === ' ' ? cut.length : cut.lastIndexOf(' ');
  return `${(end > 0 ? cut.slice(0, end) : cut).trimEnd()} …`;
}

/** Pure: as a terminal shows it, broken between words alone. */
export const rowsOf = (text: string, columns: number): string[] =>
  text.split('\n').flatMap((line) => wrap(line, columns));

/** What the answers may take of the eight rows that a run ends with: one is of the notices, two are of its end. */
const MOST_ROWS = 5;

/** Pure: whole lines where they have room, else what removes an effect cut to a row each, else every line. */
export function shortRows(text: string, columns: number): string[] {
  const lines = text.split('\n');
  const cut = (line: string): string[] => [fitted(line, columns)];
  const ways = [
    lines.flatMap((line) => wrap(line, columns)),
    lines.flatMap((line) => (line.startsWith('fix: ') ? cut(line) : wrap(line, columns))),
  ];
  return ways.find((rows) => rows.length <= MOST_ROWS) ?? lines.flatMap(cut);
}
