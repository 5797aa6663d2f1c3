import { Chart } from 'cdk8s';
import { DestinationRule, networking, ServiceEntry } from 'cdk8s-istio';
import { client } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const CALLER = 'shop/checkout';
const ORDER = 'plain HTTP of the pod is TLS outside of it, with the server name of the host';
const IMPOSTOR = 'a server with the certificate of another host is not believed';
const ELSEWHERE = 'another namespace speaks plain HTTP, as it asked for';

const tls = { mode: networking.ClientTlsSettingsTlsMode.SIMPLE };

const partner = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  for (const [id, host, server] of [
    ['Partner', 'api.partner.example', 'api.partner.example'],
    ['Impostor', 'api.bank.example', 'www.impostor.example'],
  ]) {
    new ServiceEntry(chart, `${id}Entry`, {
      metadata: { name: id.toLowerCase() },
      hosts: [host],
      ports: [{ number: 80, protocol: 'HTTP', targetPort: 443 }],
      resolution: networking.ServiceEntryResolution.DNS,
      endpoints: server === host ? undefined : [{ address: server }],
      exportTo: ['.'],
    });
    new DestinationRule(chart, `${id}Rule`, {
      metadata: { name: id.toLowerCase() },
      host,
      trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls }] },
      exportTo: ['.'],
    });
  }
});

scenario({
  title: 'The sidecar makes TLS of plain HTTP to a host outside, and checks whose certificate it gets',
  manifests: [...client('shop', 'checkout'), ...client('default', 'curl'), ...partner],
  externals: [
    { hosts: ['api.partner.example'], ports: { 443: 'tls', 80: 'http' } },
    { hosts: ['api.bank.example'], ports: { 443: 'tls' } },
    { hosts: ['www.impostor.example'], ports: { 443: 'tls' } },
  ],
  requests: [
    {
      name: ORDER,
      from: CALLER,
      url: 'http://api.partner.example/orders',
      expect: {
        status: 200,
        backend: 'api.partner.example',
        sees: { sni: 'api.partner.example', path: '/orders', peer: CALLER },
        accessLog: [{ proxy: CALLER, path: '/orders', cluster: 'outbound|80||api.partner.example' }],
      },
    },
    {
      name: IMPOSTOR,
      from: CALLER,
      url: 'http://api.bank.example/',
      expect: { status: 503, accessLog: [{ proxy: CALLER, transportFailure: /CERTIFICATE_VERIFY_FAILED/ }] },
    },
    {
      name: ELSEWHERE,
      from: 'default/curl',
      url: 'http://api.partner.example/orders',
      expect: {
        status: 200,
        sees: { path: '/orders', peer: 'default/curl' },
        accessLog: [{ proxy: 'default/curl', cluster: 'PassthroughCluster' }],
      },
    },
  ],
  verdict: [
    {
      text: 'has TLS mode set to SIMPLE but no caCertificates are set',
      reason: 'without them Istio takes the authorities of the system, which the second claim shows',
    },
  ],
  negatives: [
    {
      change: 'there is no rule',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'DestinationRule', 'partner')), 1);
      },
      because: { [ORDER]: { status: 503 } },
    },
    {
      change: 'the host is known with its plain port alone',
      mutate: (manifests) => {
        delete find(manifests, 'ServiceEntry', 'partner').spec.ports[0].targetPort;
      },
      because: { [ORDER]: { status: 503 } },
    },
    {
      change: 'the certificate is not checked',
      mutate: (manifests) => {
        find(manifests, 'DestinationRule', 'impostor').spec.trafficPolicy.portLevelSettings[0].tls.insecureSkipVerify =
          true;
      },
      because: { [IMPOSTOR]: { status: 200, backend: 'www.impostor.example' } },
    },
    {
      change: 'everybody sees the host and the rule',
      mutate: (manifests) => {
        find(manifests, 'ServiceEntry', 'partner').spec.exportTo = ['*'];
        find(manifests, 'DestinationRule', 'partner').spec.exportTo = ['*'];
      },
      because: { [ELSEWHERE]: { status: 200, sees: { sni: 'api.partner.example' } } },
    },
  ],
});
