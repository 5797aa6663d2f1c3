import type { Finding } from '../checks/finding';
import type { Checked, CheckReport, Unreadable } from './check-report';
import { objectName } from './check-report';
import { unreadableText } from './text';

/** One object: a test case. */
interface Case {
  readonly file: string;
  readonly name: string;
  readonly findings: Finding[];
}

/**
 * The report for CI servers: a test suite for each file, a test case for each object.
 *
 * @param fails whether a finding is one that makes the run fail; all others are only shown
 */
export function junitReport(
  { findings, unreadable, checked = [] }: CheckReport,
  fails: (finding: Finding) => boolean = ({ severity }) => severity !== 'info',
): string {
  const suites = new Map<string, Map<string, Case>>();
  const caseOf = ({ object, file = 'manifests' }: Checked): Case => {
    const cases = suites.get(file) ?? new Map<string, Case>();
    suites.set(file, cases);
    const key = JSON.stringify(object);
    const known = cases.get(key) ?? { file, name: objectName({ object }), findings: [] };
    cases.set(key, known);
    return known;
  };
  checked.forEach(caseOf);
  findings.forEach((finding) => caseOf(finding).findings.push(finding));
  const written = [...suites].map(([file, cases]) => suite(file, [...cases.values()], fails));
  const failures = written.reduce((sum, each) => sum + each.failures, 0);
  const tests = written.reduce((sum, each) => sum + each.tests, unreadable.length);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="cdk8s-istio" tests="${tests}" failures="${failures}" errors="${unreadable.length}">`,
    ...written.map(({ text }) => text),
    ...unreadable.map(brokenSuite),
    '</testsuites>\n',
  ].join('\n');
}

function suite(
  file: string,
  cases: readonly Case[],
  fails: (finding: Finding) => boolean,
): { text: string; tests: number; failures: number } {
  const failures = cases.filter((each) => each.findings.some(fails)).length;
  const open = `  <testsuite name="${attribute(file)}" tests="${cases.length}" failures="${failures}" errors="0" skipped="0">`;
  const text = [open, ...cases.map((each) => testCase(each, fails)), '  </testsuite>'].join('\n');
  return { text, tests: cases.length, failures };
}

/** Readers of the format know one failure a case, so all of an object are in one. */
function testCase({ file, name, findings }: Case, fails: (finding: Finding) => boolean): string {
  const open = `    <testcase classname="${attribute(file)}" name="${attribute(name)}"`;
  const failing = findings.filter(fails);
  const others = findings.filter((finding) => !fails(finding));
  const parts: string[] = [];
  if (failing.length > 0) {
    const [{ code, message }] = failing;
    const more = failing.length === 1 ? '' : ` (and ${failing.length - 1} more)`;
    parts.push(
      `      <failure type="${attribute(code)}" message="${attribute(message + more)}">${content(texts(failing))}</failure>`,
    );
  }
  if (others.length > 0) {
    parts.push(`      <system-out>${content(texts(others))}</system-out>`);
  }
  return parts.length === 0 ? `${open}/>` : [`${open}>`, ...parts, '    </testcase>'].join('\n');
}

function texts(findings: readonly Finding[]): string {
  return findings
    .map(({ severity, code, path, message, fix, line, column }) => {
      const place = line === undefined ? '' : ` (${[line, column].filter((part) => part !== undefined).join(':')})`;
      return `${severity} ${code}${path === '' ? '' : ` ${path}`}${place}\n${message}\n${fix}`;
    })
    .join('\n\n');
}

function brokenSuite(each: Unreadable): string {
  const file = attribute(each.file);
  return [
    `  <testsuite name="${file}" tests="1" failures="0" errors="1" skipped="0">`,
    `    <testcase classname="${file}" name="can be read">`,
    `      <error type="unreadable" message="${attribute(each.message)}">${content(unreadableText(each))}</error>`,
    '    </testcase>',
    '  </testsuite>',
  ].join('\n');
}

/** Characters that XML cannot hold are shown as their number. */
function content(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(
      /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu,
      (each) => `\\u${each.codePointAt(0)!.toString(16).padStart(4, '0')}`,
    );
}

function attribute(text: string): string {
  return content(text).replace(/"/g, '&quot;').replace(/\n/g, '&#10;').replace(/\t/g, '&#9;').replace(/\r/g, '&#13;');
}
