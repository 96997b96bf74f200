import assert from 'node:assert/strict';
import { junitXml } from './junit-xml.js';

describe('junitXml', () => {
  const named = { className: 'room', name: 'one' };

  it('writes what a text says as text, whatever it looks like, and leaves out what XML cannot write', () => {
    const xml = junitXml('r', [
      { name: 's', cases: [{ ...named, output: 'a ]]> b ]]> <c> & \u0001d', name: '"one" <two>' }] },
    ]);
    assert.match(xml, /<system-out>a \]\]&gt; b \]\]&gt; &lt;c&gt; &amp; d<\/system-out>/);
    assert.match(xml, /<testcase classname="room" name="&quot;one&quot; &lt;two>">/);
  });

  it('counts in the whole what it counts in each suite', () => {
    const fault = { type: 't', message: 'm' };
    const xml = junitXml('r', [
      { name: 'first', cases: [named, { ...named, error: fault }, { ...named, isSkipped: true }] },
      { name: 'second', timestamp: '2026-01-02T03:04:05.000Z', cases: [{ ...named, failure: fault }] },
    ]);
    assert.match(xml, /<testsuites name="r" tests="4" failures="1" errors="1" skipped="1">/);
    assert.match(xml, /<testsuite name="first" tests="3" failures="0" errors="1" skipped="1">/);
    assert.match(xml, /name="second" timestamp="2026-01-02T03:04:05.000Z" tests="1" failures="1" errors="0"/);
  });
});
