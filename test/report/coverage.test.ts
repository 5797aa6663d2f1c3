import type { ReportedRule } from '../../lib/report/coverage-report';
import { coverageReport } from '../../lib/report/coverage-report';
import { coverageText } from '../../lib/report/coverage-text';
import { lcov } from '../../lib/report/lcov';

const OBJECT = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'web' };

function rule(kind: ReportedRule['kind'], path: string, line: number, requests: number, file = 'b.yaml'): ReportedRule {
  return { kind, object: OBJECT, path: `spec.${path}`, file, line, requests };
}

test('of rules on one line the one that was asked least counts', () => {
  const rules = [
    rule('rule', 'http[0]', 7, 3),
    rule('match', 'http[0].match[0]', 7, 3),
    rule('match', 'http[0].match[1]', 7, 0),
    rule('rule', 'http[1]', 3, 2),
    rule('subset', 'subsets[0]', 1, 1, 'a.yaml'),
  ];
  expect(lcov(coverageReport([rules]))).toBe(`SF:a.yaml
DA:1,1
LF:1
LH:1
end_of_record
SF:b.yaml
DA:3,2
DA:7,0
LF:2
LH:1
end_of_record
`);
});

test('rules without a file are in no line', () => {
  const { file: _, line: __, ...rest } = rule('rule', 'http[0]', 1, 1);
  expect(lcov(coverageReport([[rest, rule('rule', 'http[1]', 1, 1, 'stdin')]]))).toBe('');
});

test('a rule that is in several meshes is counted once, with all that asked it', () => {
  const meshes = [[rule('rule', 'http[0]', 7, 0)], [rule('rule', 'http[0]', 7, 2), rule('rule', 'http[1]', 9, 0)]];
  expect(coverageReport(meshes)).toEqual({
    rules: [rule('rule', 'http[0]', 7, 2), rule('rule', 'http[1]', 9, 0)],
    totals: [{ kind: 'rule', asked: 1, all: 2 }],
  });
});

test('without rules there is nothing to cover', () => {
  expect(coverageText(coverageReport([]))).toBe('Coverage\n  The manifests have nothing that requests could ask.\n');
});

test('text names the outermost of what nobody has asked, and rounds nothing up', () => {
  const asked = Array.from({ length: 999 }, (_, i) => rule('match', `http[0].match[${i}]`, 1, 1));
  const rules = [
    rule('rule', 'http[0]', 1, 1),
    ...asked,
    rule('match', 'http[0].match[999]', 1, 0),
    rule('rule', 'http[1]', 12, 0),
    rule('match', 'http[1].match[0]', 12, 0),
    rule('destination', 'http[1].route[0].destination', 13, 0),
    rule('rule', 'http[10]', 30, 0),
  ];
  expect(coverageText(coverageReport([rules]))).toBe(`Coverage
  rules         1 of 3  33 %
  matches       999 of 1001  99 %
  destinations  0 of 1  0 %
Not asked
  b.yaml:1   match  VirtualService shop/web spec.http[0].match[999]
  b.yaml:12  rule   VirtualService shop/web spec.http[1]
  b.yaml:30  rule   VirtualService shop/web spec.http[10]
`);
});
