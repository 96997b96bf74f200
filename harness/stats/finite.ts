/** Throws RangeError unless every value is a finite number: ranks of NaN or infinities would mean nothing. */
export function requireFinite(values: readonly number[], what: string): void {
  const wrong = values.find((value) => !Number.isFinite(value));
  if (wrong !== undefined) throw new RangeError(`${what}: ${wrong} is not a finite number`);
}
