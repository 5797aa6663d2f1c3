import { Severity } from '../core/severity';
import type { Finding } from '../checks/finding';
import type { Checked, CheckReport, Unreadable } from './check-report';
import { objectName } from './check-report';
import { relatedText, unreadableText } from './text';
import { attribute, content } from './xml';

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
export function* junitReport(
  { findings, unreadable, checked = [] }: CheckReport,
  fails: (finding: Finding) => boolean = ({ severity }) => severity !== Severity.INFO,
): Generator<string> {
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
  const counted = [...suites].map(([file, cases]) => count(file, [...cases.values()], fails));
  const failures = counted.reduce((sum, each) => sum + each.failures, 0);
  const tests = counted.reduce((sum, each) => sum + each.cases.length, unreadable.length);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="cdk8s-istio" tests="${tests}" failures="${failures}" errors="${unreadable.length}">\n`;
  for (const each of counted) {
    yield* suite(each, fails);
  }
  for (const each of unreadable) {
    yield `${brokenSuite(each)}\n`;
  }
  yield '</testsuites>\n';
}

/** A test suite: a file. */
interface Suite {
  readonly file: string;
  readonly cases: readonly Case[];
  readonly failures: number;
}

function count(file: string, cases: readonly Case[], fails: (finding: Finding) => boolean): Suite {
  return { file, cases, failures: cases.filter((each) => each.findings.some(fails)).length };
}

function* suite({ file, cases, failures }: Suite, fails: (finding: Finding) => boolean): Generator<string> {
  yield `  <testsuite name="${attribute(file)}" tests="${cases.length}" failures="${failures}" errors="0" skipped="0">\n`;
  for (const each of cases) {
    yield `${testCase(each, fails)}\n`;
  }
  yield '  </testsuite>\n';
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
    .map(({ severity, code, path, message, fix, line, column, related = [] }) => {
      const place = line === undefined ? '' : ` (${[line, column].filter((part) => part !== undefined).join(':')})`;
      const others = related.map((each) => `\nsee also ${relatedText(each)}`).join('');
      return `${severity} ${code}${path === '' ? '' : ` ${path}`}${place}\n${message}\n${fix}${others}`;
    })
    .join('\n\n');
}

/** A test suite of what could not be read. */
export function brokenSuite(each: Unreadable): string {
  const file = attribute(each.file);
  return [
    `  <testsuite name="${file}" tests="1" failures="0" errors="1" skipped="0">`,
    `    <testcase classname="${file}" name="can be read">`,
    `      <error type="unreadable" message="${attribute(each.message)}">${content(unreadableText(each))}</error>`,
    '    </testcase>',
    '  </testsuite>',
  ].join('\n');
}
