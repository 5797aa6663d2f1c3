import { createHash } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CODES } from '../checks/catalogue';
import type { Finding, RelatedObject } from '../checks/finding';
import type { CheckReport } from './check-report';
import { objectName } from './check-report';
import { sameFaultAs } from './faults';
import { jsonParts } from './parts';

const LEVELS: Readonly<Record<string, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0, for code scanning. */
export function sarifReport({ findings, unreadable }: CheckReport, version: string): Iterable<string> {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'cdk8s-istio',
            version,
            informationUri: 'https://github.com/cdk8s-istio/cdk8s-istio',
            rules: codes.map(rule),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: unreadable.length === 0,
            toolExecutionNotifications: unreadable.map(({ file, line, column, message }) => ({
              level: 'error',
              message: { text: message },
              locations: [{ physicalLocation: physical(file, line, column) }],
            })),
          },
        ],
        results: [],
      },
    ],
  };
  return jsonParts(log, 'results', results(findings, codes));
}

function* results(findings: readonly Finding[], codes: readonly string[]): Generator<object> {
  const seen = new Map<string, number>();
  for (const finding of findings) {
    yield { ...result(finding, codes, seen), ...propertiesOf(finding, findings) };
  }
}

function rule(code: string): object {
  const { name, summary, explanation, remedy, severity, source, references } = CODES.get(code)!;
  const links = references.map((url) => `- <${url}>`).join('\n');
  return {
    id: code,
    name,
    shortDescription: { text: summary },
    fullDescription: { text: explanation },
    help: { text: `${explanation}\n\n${remedy}`, markdown: `${explanation}\n\n${remedy}\n\n${links}` },
    helpUri: `https://github.com/cdk8s-istio/cdk8s-istio/blob/main/docs/checks/${code}.md`,
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: [...new Set(['istio', source])] },
  };
}

function result(finding: Finding, codes: readonly string[], seen: Map<string, number>): object {
  const { code, severity, message, fix, path: field, object, file, line, column, construct } = finding;
  // The same whatever is above it in the file, and different for two findings that look alike.
  const identity = JSON.stringify([code, object, field, message]);
  const times = (seen.get(identity) ?? 0) + 1;
  seen.set(identity, times);
  const name = objectName(finding);
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: LEVELS[severity],
    message: { text: `${name}${field === '' ? '' : `, ${field}`}: ${message}\n\n${fix}` },
    locations: [
      {
        ...(file === undefined ? {} : { physicalLocation: physical(file, line, column) }),
        logicalLocations: [
          { fullyQualifiedName: construct ?? `${name}${field === '' ? '' : ` ${field}`}`, kind: 'object' },
        ],
      },
    ],
    ...(finding.related !== undefined && { relatedLocations: finding.related.map(relatedLocation) }),
    partialFingerprints: {
      'cdk8s-istio/v1': createHash('sha256').update(`${identity} ${times}`).digest('hex').slice(0, 32),
    },
  };
}

/** Where the fault is told of, where this says the same or what follows from it. */
function propertiesOf(finding: Finding, findings: readonly Finding[]): object {
  const same = sameFaultAs(finding, findings);
  if (same === undefined) {
    return {};
  }
  const { code, path: field } = same;
  return { properties: { sameFaultAs: { ruleId: code, object: objectName(same), path: field } } };
}

function relatedLocation(related: RelatedObject, id: number): object {
  const { file, line, column, construct } = related;
  const name = [objectName(related), related.path].filter((part) => part !== '').join(' ');
  return {
    id,
    message: { text: name },
    ...(file === undefined ? {} : { physicalLocation: physical(file, line, column) }),
    logicalLocations: [{ fullyQualifiedName: construct ?? name, kind: 'object' }],
  };
}

function physical(file: string, line: number | undefined, column: number | undefined): object {
  const uri = path.isAbsolute(file)
    ? pathToFileURL(file).href
    : file
        .split(path.sep)
        .map((part) => encodeURIComponent(part))
        .join('/');
  return {
    artifactLocation: { uri },
    ...(line === undefined
      ? {}
      : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } }),
  };
}
