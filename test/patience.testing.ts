/**
 * Every time limit of a test is a net for what would never end. On a machine that is busy with other work all of them are
 * this many times as long, which costs a machine that is not busy nothing.
 */
const PATIENCE = 4;

export const mochaHooks = {
  beforeEach(this: Mocha.Context): void {
    const test = this.currentTest;
    test?.timeout(test.timeout() * PATIENCE);
  },
};
