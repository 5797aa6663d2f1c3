import { Chart } from 'cdk8s';
import { EgressExit, EgressTlsOrigination } from 'cdk8s-istio';
import { client } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const OWN = 'plain HTTP of a pod is TLS from its sidecar on';
const OTHER = 'so is that of a namespace that is named';
const BANK = 'the sidecar believes a server whose certificate is for the host';
const UNLISTED = 'a namespace that is not named speaks plain HTTP, as it asked for';

const partner = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new EgressTlsOrigination(chart, 'Partner', {
    hosts: ['api.partner.example', 'api.bank.example'],
    exit: EgressExit.sidecar(),
    clients: ['shop', 'billing'],
    targetPort: 8443,
  });
});

scenario({
  title: 'TLS begins in the sidecars of the namespaces that may, without a gateway',
  manifests: [
    ...client('shop', 'checkout'),
    ...client('billing', 'invoices'),
    ...client('default', 'curl'),
    ...partner,
  ],
  externals: [
    { hosts: ['api.partner.example'], ports: { 8443: 'tls', 80: 'http' } },
    { hosts: ['api.bank.example'], ports: { 8443: 'tls' } },
    { hosts: ['www.impostor.example'], ports: { 8443: 'tls' } },
  ],
  requests: [
    {
      name: OWN,
      from: 'shop/checkout',
      url: 'http://api.partner.example/orders',
      expect: {
        status: 200,
        backend: 'api.partner.example',
        sees: { sni: 'api.partner.example', path: '/orders', peer: 'shop/checkout' },
        accessLog: [{ proxy: 'shop/checkout', path: '/orders', cluster: 'outbound|80||api.partner.example' }],
      },
    },
    {
      name: OTHER,
      from: 'billing/invoices',
      url: 'http://api.partner.example/',
      expect: { status: 200, sees: { sni: 'api.partner.example', peer: 'billing/invoices' } },
    },
    {
      name: BANK,
      from: 'shop/checkout',
      url: 'http://api.bank.example/',
      expect: { status: 200, backend: 'api.bank.example' },
    },
    {
      name: UNLISTED,
      from: 'default/curl',
      url: 'http://api.partner.example/',
      expect: { status: 200, accessLog: [{ proxy: 'default/curl', cluster: 'PassthroughCluster' }] },
    },
  ],
  negatives: [
    {
      change: 'nothing says that TLS begins',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'DestinationRule', 'partner-api-partner-example')), 1);
      },
      because: { [OWN]: { status: 503 } },
    },
    {
      change: 'the rule is private to its namespace',
      mutate: (manifests) => {
        find(manifests, 'DestinationRule', 'partner-api-partner-example').spec.exportTo = ['.'];
      },
      because: { [OTHER]: { status: 503 } },
    },
    {
      change: 'the rule names a Secret, which sidecars do not get',
      mutate: (manifests) => {
        find(manifests, 'DestinationRule', 'partner-api-partner-example').spec.trafficPolicy.tls.credentialName =
          'partner-ca';
      },
      because: { [OWN]: { status: 503 } },
    },
    {
      change: 'an impostor answers under the name of the bank',
      mutate: (manifests) => {
        find(manifests, 'ServiceEntry', 'partner').spec.endpoints = [{ address: 'www.impostor.example' }];
      },
      because: {
        [BANK]: {
          status: 503,
          accessLog: [{ proxy: 'shop/checkout', transportFailure: /CERTIFICATE_VERIFY_FAILED/ }],
        },
      },
    },
    {
      change: 'everybody sees host and rule',
      mutate: (manifests) => {
        find(manifests, 'ServiceEntry', 'partner').spec.exportTo = ['*'];
        find(manifests, 'DestinationRule', 'partner-api-partner-example').spec.exportTo = ['*'];
      },
      because: { [UNLISTED]: { status: 200, sees: { sni: 'api.partner.example', peer: 'default/curl' } } },
    },
  ],
});
