import { create, type XMLElement } from 'xmlbuilder';

/** One test case; without an error, a failure or a skip it passed. */
export interface JunitCase {
  className: string;
  name: string;
  /** Absent where nothing ran. */
  timeS?: number;
  /** What kept it from an answer. */
  error?: Fault;
  /** An answer other than the one that was asked for. */
  failure?: Fault;
  isSkipped?: boolean;
  /** What it says on its output. */
  output?: string;
}

interface Fault {
  type: string;
  message: string;
}

export interface JunitSuite {
  name: string;
  /** ISO 8601. */
  timestamp?: string;
  cases: readonly JunitCase[];
}

/**
 * Pure: test suites as JUnit XML, in their order, with the numbers of tests, failures, errors and skipped tests that CI servers show.
 * Characters that XML cannot write are left out.
 */
export function junitXml(name: string, suites: readonly JunitSuite[]): string {
  const root = create('testsuites', { encoding: 'UTF-8', invalidCharReplacement: '' });
  addAttributes(root, { name, ...counts(suites.flatMap(({ cases }) => cases)) });
  for (const { name, timestamp, cases } of suites) {
    const suite = addAttributes(root.ele('testsuite'), { name, timestamp, ...counts(cases) });
    for (const one of cases) addCase(suite, one);
  }
  return `${root.end({ pretty: true })}\n`;
}

const counts = (cases: readonly JunitCase[]) => ({
  tests: cases.length,
  failures: cases.filter(({ failure }) => failure !== undefined).length,
  errors: cases.filter(({ error }) => error !== undefined).length,
  skipped: cases.filter(({ isSkipped }) => isSkipped === true).length,
});

function addCase(suite: XMLElement, { className, name, timeS, ...said }: JunitCase): void {
  const test = addAttributes(suite.ele('testcase'), { classname: className, name, time: timeS });
  if (said.failure !== undefined) addFault(test.ele('failure'), said.failure);
  if (said.error !== undefined) addFault(test.ele('error'), said.error);
  if (said.isSkipped === true) test.ele('skipped');
  if (said.output !== undefined) test.ele('system-out').txt(said.output);
}

const addFault = (element: XMLElement, { message, type }: Fault) => addAttributes(element, { message, type });

function addAttributes(
  element: XMLElement,
  attributes: Readonly<Record<string, string | number | undefined>>,
): XMLElement {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.att(name, value);
  }
  return element;
}
