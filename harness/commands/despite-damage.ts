import { EXIT, Failure } from '../failure.js';

/** The word that must be said exactly. */
const DAMAGE = 'damage';

/** Takes `damage` out of a list of differences to allow. */
export function splitDamage(list: string | undefined): { despiteDamage: boolean; others: string } {
  const words = (list ?? '').split(',').filter((word) => word !== '');
  return {
    despiteDamage: words.includes(DAMAGE),
    others: words.filter((word) => word !== DAMAGE).join(),
  };
}

/** Of a command that allows nothing else. @throws Failure for any other word */
export function onlyDamage(list: string | undefined): boolean {
  const { despiteDamage, others } = splitDamage(list);
  if (others === '') return despiteDamage;
  throw new Failure({ what: `--allow-mismatch takes ${DAMAGE}, not "${others}"`, exit: EXIT.usage });
}

/** What was left out of damaged rows, for a terminal: first of all that is said. */
export const damageLines = (damage: readonly string[]): string =>
  damage.length === 0
    ? ''
    : `damaged: made despite damage to observations.csv; left out or wrong:\n${damage.map((line) => `  ${line}\n`).join('')}`;
