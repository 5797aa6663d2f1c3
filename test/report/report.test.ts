import path from 'node:path';
import Ajv from 'ajv';
import { CODES } from '../../lib/checks/catalogue';
import type { Finding } from '../../lib/checks/finding';
import type { LeftOut } from '../../lib/load/left-out';
import type { CheckReport } from '../../lib/report/check-report';
import { jsonReport as jsonParts } from '../../lib/report/json';
import { junitReport as junitParts } from '../../lib/report/junit';
import { sarifReport as sarifParts } from '../../lib/report/sarif';
import { textSummary as textParts } from '../../lib/report/text';
import { FindingSource } from '../../lib/checks/finding';
import { Severity } from '../../lib/core/severity';
import { SARIF_SCHEMA } from './sarif-schema';

const OBJECT = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'reviews' };

function finding(given: Partial<Finding> = {}): Finding {
  return {
    code: 'IST0101',
    severity: Severity.ERROR,
    source: FindingSource.ISTIO,
    message: '"v3" is not a subset of reviews.shop.svc.cluster.local. Requests on this route would get 503.',
    fix: 'Declare the subset, or send them to one of: v1, v2.',
    object: OBJECT,
    path: 'spec.http[0].route[1].destination.subset',
    file: 'deploy/my app.yaml',
    line: 12,
    column: 13,
    ...given,
  };
}

function report(given: Partial<CheckReport> = {}): CheckReport {
  return { findings: [], objects: 1, unknownKinds: {}, suppressed: [], unused: [], unreadable: [], ...given };
}

const FULL = report({
  objects: 7,
  findings: [
    finding(),
    finding({ severity: Severity.WARNING, code: 'IST0118', path: '', object: { ...OBJECT, name: 'ratings' } }),
    finding({
      severity: Severity.INFO,
      code: 'CDI0001',
      construct: 'bookinfo/Reviews',
      file: undefined,
      line: undefined,
      column: undefined,
    }),
  ],
  unknownKinds: { 'example.com/v1 Widget': 2 },
  suppressed: [{ suppression: { code: 'IST0102', object: 'Namespace shop', reason: 'no injection here' }, count: 3 }],
  unused: [{ code: 'KIA*', reason: 'old' }],
  unreadable: [{ file: 'deploy/broken.yaml', line: 3, column: 1, message: 'This is not YAML: <x>.' }],
});

const jsonReport = (...args: Parameters<typeof jsonParts>): string => [...jsonParts(...args)].join('');
const junitReport = (...args: Parameters<typeof junitParts>): string => [...junitParts(...args)].join('');
const sarifReport = (...args: Parameters<typeof sarifParts>): string => [...sarifParts(...args)].join('');
const textSummary = (...args: Parameters<typeof textParts>): string => [...textParts(...args)].join('');

describe('text', () => {
  test('groups by object, shows the line, and ends with a summary', () => {
    expect(
      textSummary(FULL, { sourceLine: ({ line }) => (line === undefined ? undefined : '            subset: v3') }),
    ).toBe(
      `deploy/my app.yaml:12:13  VirtualService shop/reviews
  error IST0101  spec.http[0].route[1].destination.subset
    12 |             subset: v3
    "v3" is not a subset of reviews.shop.svc.cluster.local. Requests on this route would get 503.
    Declare the subset, or send them to one of: v1, v2.

deploy/my app.yaml:12:13  VirtualService shop/ratings
  warning IST0118
    12 |             subset: v3
    "v3" is not a subset of reviews.shop.svc.cluster.local. Requests on this route would get 503.
    Declare the subset, or send them to one of: v1, v2.

bookinfo/Reviews  VirtualService shop/reviews
  info CDI0001  spec.http[0].route[1].destination.subset
    "v3" is not a subset of reviews.shop.svc.cluster.local. Requests on this route would get 503.
    Declare the subset, or send them to one of: v1, v2.

unreadable  deploy/broken.yaml:3:1  This is not YAML: <x>.

1 error, 1 warning, 1 note in 7 objects.
Not checked: 2 × example.com/v1 Widget.
suppressed: 3 × IST0102 of Namespace shop (no injection here)
suppression KIA* matched no finding: remove it
More on a code: cdk8s-istio check --explain IST0101
`,
    );
  });

  test('has colors where they are wanted, and obeys nothing that stands in manifests', () => {
    const findings = [finding({ message: 'a\u001b[2Jb\u202ec\ufeffd' })];
    expect(textSummary(report({ findings }))).not.toMatch(/[\u001b\u202e\ufeff]/);
    expect(textSummary(report({ findings }), { color: true })).toContain('\u001b[1;31merror\u001b[0m');
  });

  test('says when an object has no name', () => {
    const findings = [finding({ object: { ...OBJECT, name: '' } })];
    expect(textSummary(report({ findings }))).toContain(':12:13  VirtualService without a name in shop\n');
  });

  test('says what was left out, and how to check it', () => {
    const chart = { file: 'charts/web', reason: 'chart' } as const;
    const patch = { file: 'overlays/patch.yaml', reason: 'patch' } as const;
    const input = { file: 'overlays/app.yaml', reason: 'kustomize' } as const;
    const other = { file: 'values.yaml', reason: 'other' } as const;
    const lines = (...leftOut: LeftOut[]): string[] => textSummary(report({ leftOut })).trimEnd().split('\n').slice(1);
    expect(lines()).toEqual([]);
    expect(lines(other)).toEqual(['Left out: 1 file without Kubernetes objects.']);
    expect(lines(patch, other, patch, other)).toEqual([
      'Left out: 2 patches, 2 files without Kubernetes objects.',
      'To check these too, check what `kubectl kustomize` prints.',
    ]);
    expect(lines(input, chart, { ...chart, file: 'charts/db' }, patch)).toEqual([
      'Left out: 2 Helm charts (charts/web, charts/db), 1 patch, 1 other file of kustomize.',
      'To check these too, check what `helm template` and `kubectl kustomize` print.',
    ]);
  });

  test('of nothing is one line', () => {
    expect(textSummary(report())).toBe('Nothing found in 1 object.\n');
  });
});

test('JSON lists what was left out', () => {
  const leftOut = [{ file: 'values.yaml', reason: 'other' }] as const;
  expect(JSON.parse(jsonReport(report({ leftOut })))).toMatchObject({ summary: { leftOut } });
});

test('JSON has a summary and the findings, without what is not known', () => {
  const { summary, findings } = JSON.parse(jsonReport(FULL)) as { summary: unknown; findings: object[] };
  expect(summary).toEqual({
    errors: 1,
    warnings: 1,
    notes: 1,
    objects: 7,
    unknownKinds: { 'example.com/v1 Widget': 2 },
    suppressed: [{ code: 'IST0102', object: 'Namespace shop', reason: 'no injection here', count: 3 }],
    unusedSuppressions: [{ code: 'KIA*', reason: 'old' }],
    unreadable: [{ file: 'deploy/broken.yaml', line: 3, column: 1, message: 'This is not YAML: <x>.' }],
  });
  expect(findings.map((each) => Object.keys(each).join())).toEqual([
    'code,severity,source,message,object,path,file,line,column,fix',
    'code,severity,source,message,object,path,file,line,column,fix',
    'code,severity,source,message,object,path,construct,fix',
  ]);
});

test('reports of many findings come in parts, and look as one that is written at once', () => {
  const many = report({
    findings: Array.from({ length: 10 }, (_, line) => finding({ line, message: 'a\n"findings": []' })),
  });
  for (const write of [jsonParts, (given: CheckReport) => sarifParts(given, '0.1.0')]) {
    for (const given of [many, report(), FULL]) {
      const parts = [...write(given)];
      expect(parts).toHaveLength(given.findings.length + 2);
      expect(parts.join('')).toBe(`${JSON.stringify(JSON.parse(parts.join('')), undefined, 2)}\n`);
    }
  }
  expect([...junitParts(many)].length).toBeGreaterThan(3);
  expect([...textParts(FULL)]).toHaveLength(4);
});

describe('SARIF', () => {
  interface Log {
    runs: { results: { partialFingerprints: Record<string, string>; locations: unknown[]; level: string }[] }[];
  }
  const results = (given: CheckReport): Log['runs'][0]['results'] =>
    (JSON.parse(sarifReport(given, '0.1.0')) as Log).runs[0].results;

  test('is valid', () => {
    const all = [...CODES.keys()].map((code) => finding({ code }));
    const ajv = new Ajv({ allErrors: true });
    for (const each of [FULL, report(), report({ findings: all })]) {
      ajv.validate(SARIF_SCHEMA, JSON.parse(sarifReport(each, '0.1.0')));
      expect(ajv.errors).toBeNull();
    }
  });

  test('has levels and relative URIs', () => {
    const [first, , last] = results(FULL);
    expect([first.level, last.level]).toEqual(['error', 'note']);
    expect(first.locations).toEqual([
      expect.objectContaining({
        physicalLocation: {
          artifactLocation: { uri: 'deploy/my%20app.yaml' },
          region: { startLine: 12, startColumn: 13 },
        },
      }),
    ]);
    const [outside] = results(report({ findings: [finding({ file: path.resolve('/elsewhere/a.yaml') })] }));
    expect(JSON.stringify(outside.locations)).toContain('"uri":"file:///');
  });

  test('fingerprints stay when lines move, and tell findings apart', () => {
    const prints = (findings: Finding[]): string[] =>
      results(report({ findings })).map(({ partialFingerprints }) => Object.values(partialFingerprints)[0]);
    expect(prints([finding()])).toEqual(prints([finding({ line: 99, file: 'moved.yaml' })]));
    expect(new Set(prints([finding(), finding(), finding({ path: 'spec' })])).size).toBe(3);
  });
});

describe('JUnit', () => {
  test('has a suite for each file and a case for each object', () => {
    const checked = ['reviews', 'ratings', 'web'].map((name) => ({
      object: { ...OBJECT, name },
      file: 'deploy/my app.yaml',
    }));
    const xml = junitReport({ ...FULL, checked }, ({ severity }) => severity === Severity.ERROR);
    expect(xml).toContain('<testsuites name="cdk8s-istio" tests="5" failures="1" errors="1">');
    expect(xml).toContain('<testsuite name="deploy/my app.yaml" tests="3" failures="1" errors="0" skipped="0">');
    expect(xml).toContain('name="VirtualService shop/web"/>');
    expect(xml.match(/<failure /g)).toHaveLength(1);
    expect(xml.match(/<system-out>/g)).toHaveLength(2);
    expect(xml).toContain('<error type="unreadable" message="This is not YAML: &lt;x&gt;.">');
  });

  test('is XML whatever stands in manifests', () => {
    const hostile = 'a<b>&"\'\u0000\u0007\u001b\ud800]]>\ufffe\n😀';
    const xml = junitReport(
      report({ findings: [finding({ message: hostile, fix: hostile, path: hostile, file: hostile })] }),
    );
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\]\]>/);
    expect(xml).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
    expect(xml).toContain('a&lt;b&gt;&amp;&quot;');
    expect(xml.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
    expect(balance(xml)).toEqual([]);
  });
});

/** The elements that are open at the end. */
function balance(xml: string): string[] {
  const open: string[] = [];
  for (const [, end, name, empty] of xml.matchAll(/<(\/?)([a-z-]+)[^<>]*?(\/?)>/g)) {
    if (end !== '') {
      expect(open.pop()).toBe(name);
    } else if (empty === '') {
      open.push(name);
    }
  }
  return open;
}

describe('the other objects that a finding is about', () => {
  const gateway = { ...OBJECT, kind: 'Gateway', name: 'front' };
  const related = [
    { object: gateway, path: 'spec.servers[0].hosts[0]', file: 'deploy/front.yaml', line: 9, column: 7 },
    { object: { ...OBJECT, name: 'reviews-b' }, path: '', construct: 'bookinfo/ReviewsB' },
  ];
  const found = report({ findings: [finding({ related })] });

  test('text', () => {
    expect(textSummary(found)).toContain(
      '    see also Gateway shop/front spec.servers[0].hosts[0]  deploy/front.yaml:9:7\n' +
        '    see also VirtualService shop/reviews-b  bookinfo/ReviewsB\n',
    );
  });

  test('JSON', () => {
    const { findings } = JSON.parse(jsonReport(found)) as { findings: Finding[] };
    expect(findings[0].related).toEqual(related);
  });

  test('SARIF', () => {
    const { runs } = JSON.parse(sarifReport(found, '1.2.3')) as {
      runs: { results: { relatedLocations: object[] }[] }[];
    };
    expect(runs[0].results[0].relatedLocations).toEqual([
      {
        id: 0,
        message: { text: 'Gateway shop/front spec.servers[0].hosts[0]' },
        physicalLocation: {
          artifactLocation: { uri: 'deploy/front.yaml' },
          region: { startLine: 9, startColumn: 7 },
        },
        logicalLocations: [{ fullyQualifiedName: 'Gateway shop/front spec.servers[0].hosts[0]', kind: 'object' }],
      },
      {
        id: 1,
        message: { text: 'VirtualService shop/reviews-b' },
        logicalLocations: [{ fullyQualifiedName: 'bookinfo/ReviewsB', kind: 'object' }],
      },
    ]);
    const ajv = new Ajv({ allErrors: true });
    ajv.validate(SARIF_SCHEMA, JSON.parse(sarifReport(found, '1.2.3')));
    expect(ajv.errors).toBeNull();
  });

  test('JUnit', () => {
    expect(junitReport(found)).toContain('\nsee also VirtualService shop/reviews-b  bookinfo/ReviewsB</failure>');
  });
});
