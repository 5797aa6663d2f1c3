import { checkManifests } from '../../lib/checks/check-manifests';
import type { Finding } from '../../lib/checks/finding';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { CheckReport } from '../../lib/report/check-report';
import { jsonReport } from '../../lib/report/json';
import { sarifReport } from '../../lib/report/sarif';
import { shownFindings } from '../../lib/report/text';
import { deployment, destinationRule, gateway, server, service } from '../manifests';

const reportOf = (findings: readonly Finding[]): CheckReport => ({
  findings,
  objects: 1,
  unknownKinds: {},
  suppressed: [],
  unused: [],
  unreadable: [],
});

const named = ({ code, object }: Pick<Finding, 'code' | 'object'>): string => `${code} ${object.name}`;

const limited = (name: string): Manifest =>
  destinationRule(name, { host: 'web', trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } } });
const CONFLICT = [service('shop/web'), limited('shop/one'), limited('shop/other')];

const secure = (name: string): Manifest =>
  gateway(
    `shop/${name}`,
    server(443, 'HTTPS', [`${name}.example.com`], { mode: 'SIMPLE', credentialName: 'wildcard' }),
  );
const ONE_CERTIFICATE = [deployment('shop/gateway', { istio: 'ingressgateway' }), secure('one'), secure('other')];

test('a fault that is said of each of two Gateways is told once', () => {
  const findings = checkManifests(ONE_CERTIFICATE).filter(({ code }) => /IST0138|CDI0150/.test(code));
  expect(findings.map(named).sort()).toEqual(['CDI0150 one', 'CDI0150 other', 'IST0138 one', 'IST0138 other']);
  expect(shownFindings(findings).map(named)).toEqual(['IST0138 one']);
});

test.each([
  ['conflicting rules', CONFLICT],
  ['one certificate', ONE_CERTIFICATE],
])('JSON marks all findings that the text leaves out: %s', (_, manifests) => {
  const findings = checkManifests(manifests);
  const { findings: written } = JSON.parse([...jsonReport(reportOf(findings))].join('')) as {
    findings: (Finding & { sameFaultAs?: Pick<Finding, 'code' | 'object' | 'path'> })[];
  };
  const told = written.filter(({ sameFaultAs }) => sameFaultAs === undefined);
  expect(told.map(named).sort()).toEqual(shownFindings(findings).map(named).sort());
  for (const { sameFaultAs } of written.filter((each) => !told.includes(each))) {
    expect(told.map(({ code, object, path }) => ({ code, object, path }))).toContainEqual(sameFaultAs);
  }
});

test('SARIF marks them as well', () => {
  const { runs } = JSON.parse([...sarifReport(reportOf(checkManifests(CONFLICT)), '0.1.0')].join('')) as {
    runs: { results: { ruleId: string; properties?: object }[] }[];
  };
  const marks = runs[0].results.map(({ ruleId, properties }) => [ruleId, properties]);
  const sameFaultAs = { ruleId: 'CDI0109', object: 'DestinationRule shop/other', path: 'spec.trafficPolicy' };
  expect(marks).toEqual([
    ['KIA0201', { sameFaultAs }],
    ['CDI0109', undefined],
    ['KIA0201', { sameFaultAs }],
  ]);
});
