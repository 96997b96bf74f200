import type { Observation, TrialRecord } from '../../types.js';
import type { RowsByTrial } from './trial-digests.js';

/** What was left out of one trial's rows, and why its first such row was. */
interface LeftOut {
  rows: number;
  first: string;
}

/** Of rows that name no trial of the plan. */
const NOBODY = 'of no trial of the plan';

/**
 * Keeps account of an observations.csv that is read although it is damaged: which rows were taken, which were left out, and what
 * is missing. Memory does not grow with the rows.
 */
export class Damage {
  readonly #planned: ReadonlySet<string>;
  readonly #leftOut = new Map<string, LeftOut>();
  readonly #taken = new Map<string, number>();
  #now: string | undefined;

  constructor(trials: readonly string[]) {
    this.#planned = new Set(trials);
  }

  /** Counts a good row. @throws Error for a row of a trial whose rows ended before: it may be doubled */
  take({ trial }: Pick<Observation, 'trial'>): void {
    const rows = this.#taken.get(trial) ?? 0;
    if (rows > 0 && this.#now !== trial) throw new Error(`rows of trial ${trial} stand in two places`);
    this.#now = trial;
    this.#taken.set(trial, rows + 1);
  }

  /** @param trial as the row says it, if it says one */
  leaveOut(trial: string | undefined, why: string): void {
    const name = trial !== undefined && this.#planned.has(trial) ? trial : NOBODY;
    const { rows, first } = this.#leftOut.get(name) ?? { rows: 0, first: why };
    this.#leftOut.set(name, { rows: rows + 1, first });
  }

  /**
   * A line for each trial that is not whole, in the order of the plan; none when all is as it was measured.
   * @param found rows and digests of the file as it stands
   * @param records of the manifest: what was measured
   */
  lines(found: RowsByTrial, records: readonly Pick<TrialRecord, 'id' | 'rows'>[]): string[] {
    const measured = new Map(records.map(({ id, rows }) => [id, rows]));
    const lines = [...this.#planned].flatMap((trial) => {
      const { rows = 0, first = '' } = this.#leftOut.get(trial) ?? {};
      const taken = this.#taken.get(trial) ?? 0;
      const should = measured.get(trial);
      const parts = [
        ...(rows === 0 ? [] : [`${counted(rows)} left out (the first: ${first})`]),
        ...(should === undefined || should.rows === taken + rows
          ? []
          : [`${taken} of ${counted(should.rows)} that were measured are there`]),
      ];
      const changed = should !== undefined && found.get(trial)?.sha256 !== should.sha256;
      if (parts.length === 0 && changed && should.rows > 0) {
        parts.push(
          `its ${counted(should.rows)} are not those that were measured, and were taken nevertheless`,
        );
      }
      return parts.length === 0 ? [] : [`${trial}: ${parts.join('; ')}`];
    });
    const stray = this.#leftOut.get(NOBODY);
    return stray === undefined
      ? lines
      : [...lines, `${counted(stray.rows)} ${NOBODY} left out (the first: ${stray.first})`];
  }
}

const counted = (rows: number): string => (rows === 1 ? '1 row' : `${rows.toLocaleString('en')} rows`);
