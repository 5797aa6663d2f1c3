import { servicePortNames } from '../../../lib/checks/istio/service-port-names';
import { service } from '../../manifests';
import { reports, said } from './said';

const fix = (port: object): string => reports(servicePortNames, [service('shop/web', [port])])[0].fix;

test('the place is what says the protocol', () => {
  const ports = [
    { name: 'http', port: 80 },
    { name: 'x', port: 81 },
    { name: 'http', port: 82, appProtocol: 'x' },
  ];
  expect(said(servicePortNames, [service('shop/web', ports)])).toEqual([
    'IST0118 Service web spec.ports[1].name',
    'IST0118 Service web spec.ports[2].appProtocol',
  ]);
});

test('suggests the protocol that was meant', () => {
  expect(fix({ name: 'htp-web', port: 80 })).toBe(
    'Write appProtocol: http, or a name that is "http" or begins with "http-".',
  );
  expect(fix({ name: 'metrics', port: 80 })).toMatch(/^Write the protocol in appProtocol/);
  expect(fix({ port: 80 })).toMatch(/^Write the protocol in appProtocol/);
});
