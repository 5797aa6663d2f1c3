import { checkManifests } from '../../lib/checks/check-manifests';
import type { Finding } from '../../lib/checks/finding';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { shownFindings, textReport } from '../../lib/report/text';
import { destinationRule, service, virtualService } from '../manifests';

/** The lines with codes of a text report. */
const shown = (findings: readonly Finding[]): string[] =>
  textReport(findings)
    .split('\n')
    .filter((line) => /^ {2}\S/.test(line))
    .map((line) => line.trim());
const check = (...manifests: Manifest[]): Finding[] => checkManifests(manifests);

test('a Gateway that does not exist is said once, with the codes of all that follows from it', () => {
  const findings = check(
    service('shop/web'),
    virtualService('shop/web', {
      hosts: ['web.example.com'],
      gateways: ['shop/public'],
      http: [{ route: [{ destination: { host: 'web' } }] }],
    }),
  );
  expect(findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['IST0101', 'IST0132', 'KIA1102']));
  expect(shown(findings)).toEqual(['warning IST0101, IST0132, KIA1102  spec.gateways[0]']);
});

test('two DestinationRules that conflict are one finding, which leads to the other one', () => {
  const rule = (name: string): Manifest =>
    destinationRule(name, { host: 'web', trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } } });
  const findings = check(service('shop/web'), rule('shop/one'), rule('shop/other'));
  expect(findings.map(({ code, object: { name } }) => `${code} ${name}`)).toEqual([
    'KIA0201 one',
    'CDI0109 other',
    'KIA0201 other',
  ]);
  expect(shown(findings)).toEqual(['warning CDI0109, KIA0201  spec.trafficPolicy']);
  expect(textReport(findings)).toContain('see also DestinationRule shop/one');
  expect(shownFindings(findings)).toHaveLength(1);
});

test('a rule that gets no requests because of a match that takes all clients is said with that match', () => {
  const route = [{ destination: { host: 'web' } }];
  const findings = check(
    service('shop/web'),
    virtualService('shop/web', {
      hosts: ['web'],
      gateways: ['mesh'],
      http: [
        { match: [{ uri: { prefix: '/' }, gateways: ['mesh'], sourceLabels: { app: 'tester' } }], route },
        { match: [{ uri: { exact: '/a' } }], route },
      ],
    }),
  );
  expect(findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['CDI0117', 'CDI0127']));
  expect(shown(findings).filter((line) => /CDI0117|CDI0127/.test(line))).toEqual([
    'warning CDI0127, CDI0117  spec.http[0].match[0].sourceLabels',
  ]);
  expect(textReport(findings)).toContain('see also VirtualService shop/web spec.http[1]');
});
