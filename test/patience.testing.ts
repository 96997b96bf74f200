/**
 * Every time limit of a test is a net for what would never end. On a machine that is busy with other work all of them are
 * this many times as long, which costs a machine that is not busy nothing.
 */
const PATIENCE = 4;

const HOOKS = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'];

/** mocha lists the hooks of a suite, though its types do not say so. */
interface SuiteWithHooks extends Mocha.Suite {
  getHooks(name: string): Mocha.Hook[];
  suites: SuiteWithHooks[];
}

const lengthen = (limited: Mocha.Runnable): void => {
  limited.timeout(limited.timeout() * PATIENCE);
};

function lengthenHooks(suite: SuiteWithHooks): void {
  for (const hook of HOOKS.flatMap((name) => suite.getHooks(name))) lengthen(hook);
  for (const inner of suite.suites) lengthenHooks(inner);
}

export const mochaHooks = {
  /** A hook runs what several tests look at, a whole run of a guest often, and has its own limit. */
  beforeAll(this: Mocha.Context): void {
    const root = this.test?.parent;
    if (root === undefined) throw new Error('mocha says no suite of its root hook');
    lengthenHooks(root as SuiteWithHooks);
  },
  beforeEach(this: Mocha.Context): void {
    if (this.currentTest !== undefined) lengthen(this.currentTest);
  },
};
