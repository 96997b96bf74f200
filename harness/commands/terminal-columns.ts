const USUAL = 80;

/** How wide the terminal is: as it says itself, else as COLUMNS says, else 80. */
export function terminalColumns(): number {
  const told = Number(process.env.COLUMNS);
  return process.stdout.columns || (Number.isInteger(told) && told > 0 ? told : USUAL);
}

/** Whether a person reads standard output; programs get whole lines. */
export const isRead = (): boolean => process.stdout.isTTY === true;
