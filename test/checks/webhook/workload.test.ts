import { proxyConfig } from '../../../lib/checks/webhook/proxy-config';
import { workloadEntry } from '../../../lib/checks/webhook/workload-entry';
import { workloadGroup } from '../../../lib/checks/webhook/workload-group';
import { said } from './said';

test.each<[string, object, string[]]>([
  ['address', { address: '10.0.0.1', ports: { http: 80 } }, []],
  ['name', { address: 'vm.example.com' }, []],
  ['nothing', {}, ['error spec.address']],
  ['network only', { network: 'other' }, ['warning spec.address']],
  ['wrong address', { address: '10.0.0' }, ['error spec.address']],
  [
    'socket with ports',
    { address: 'unix:///', ports: { '': 80 } },
    ['error spec.address', 'error spec.ports', 'error spec.ports.'],
  ],
  [
    'ports and labels',
    { address: '::1', ports: { http: 0 }, labels: { a: '?' } },
    ['error spec.ports.http', 'error spec.labels.a'],
  ],
])('WorkloadEntry: %s', (_name, spec, expected) => {
  expect(said(workloadEntry, spec)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['template only', { template: {} }, []],
  ['no template', { probe: { exec: { command: ['true'] } } }, ['error spec.template']],
  ['labels', { template: {}, metadata: { labels: { app: '?' } } }, ['error spec.metadata.labels.app']],
  ['empty probe', { template: {}, probe: {} }, ['error spec.probe']],
  ['grpc', { template: {}, probe: { grpc: { port: 80 }, exec: {} } }, ['error spec.probe.grpc']],
  [
    'exec',
    { template: {}, probe: { exec: {}, periodSeconds: -1 } },
    ['error spec.probe.periodSeconds', 'error spec.probe.exec.command'],
  ],
  ['tcpSocket', { template: {}, probe: { tcpSocket: {} } }, ['error spec.probe.tcpSocket.port']],
  [
    'httpGet',
    { template: {}, probe: { httpGet: { scheme: 'http', httpHeaders: [{ name: 'A' }, { name: 'a b' }] } } },
    [
      'error spec.probe.httpGet.port',
      'error spec.probe.httpGet.scheme',
      'error spec.probe.httpGet.httpHeaders[1].name',
    ],
  ],
])('WorkloadGroup: %s', (_name, spec, expected) => {
  expect(said(workloadGroup, spec)).toEqual(expected);
});

test('ProxyConfig', () => {
  expect(said(proxyConfig, { concurrency: 0, selector: { matchLabels: { app: 'a' } } })).toEqual([]);
  expect(said(proxyConfig, { concurrency: -1, selector: {} })).toEqual([
    'warning spec.selector.matchLabels',
    'error spec.concurrency',
  ]);
});
