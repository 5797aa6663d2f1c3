import { serviceEntryProtocols } from '../../../lib/checks/istio/service-entry-protocols';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { serviceEntry } from '../../manifests';
import { reports, said } from './said';

const entry = (name: string, protocol: string): Manifest =>
  serviceEntry(`shop/${name}`, {
    hosts: ['api.example.com'],
    ports: [
      { number: 80, name: 'http', protocol: 'HTTP' },
      { number: 443, name: 'p', protocol },
    ],
  });

test('every ServiceEntry is told, at its port', () => {
  expect(said(serviceEntryProtocols, [entry('a', 'TLS'), entry('b', 'HTTPS')])).toEqual([
    'IST0177 ServiceEntry a spec.ports[1].protocol',
    'IST0177 ServiceEntry b spec.ports[1].protocol',
  ]);
});

test('names protocols and ServiceEntries', () => {
  expect(reports(serviceEntryProtocols, [entry('a', 'TLS'), entry('b', '')])[0].message).toContain(
    'Port 443 of api.example.com is TLS and without a protocol in shop/a, shop/b.',
  );
});
