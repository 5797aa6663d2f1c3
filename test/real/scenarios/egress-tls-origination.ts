import { Chart } from 'cdk8s';
import {
  AuthorizationAction,
  AuthorizationPolicy,
  AuthorizationRule,
  Condition,
  EgressSniPassthrough,
  EgressStrategy,
  EgressTlsOrigination,
  GatewayWorkload,
  PolicyTarget,
  ServiceAccountRef,
  Source,
} from 'cdk8s-istio';
import { client, egressGateway } from '../base';
import { find, ofKind } from '../manifest';
import { identity } from '../mesh';
import { scenario } from '../scenario';
import { charts } from '../setting';

const CALLER = 'shop/checkout';
const GATEWAY = 'istio-system/istio-egressgateway';
const ORDER = 'plain HTTP of a pod is TLS from the gateway on, which knows the pod';
const REFUSED = 'a policy at the gateway tells pods apart, by the server name between sidecar and gateway';
const NEWS = 'TLS that the gateway does not open shares its port, and that policy leaves it alone';
const BESIDE = 'on a port of its own it does not take the TLS of a wildcard that the host is of';
const GRPC = 'HTTP/2 stays HTTP/2 on both hops';
const BANK = 'the gateway believes a server whose certificate is for the host';
const PASSED = 'a client that speaks TLS itself passes by the gateway, and its TLS begins once';
const STRANGER = 'the gateway turns away who has no identity of the mesh';
const UNLISTED = 'a namespace that is not listed speaks plain HTTP, as it asked for';

const partners = charts((app) => {
  const chart = new Chart(app, 'partners', { namespace: 'istio-system' });
  new EgressTlsOrigination(chart, 'Partners', {
    hosts: ['api.partner.example', 'files.partner.example', 'api.bank.example'],
    clients: ['shop'],
  });
  new EgressTlsOrigination(chart, 'Grpc', { hosts: ['grpc.partner.example'], clients: ['shop'], http2: true });
  new EgressSniPassthrough(chart, 'News', { hosts: ['www.news.example'], clients: ['shop'] });
  new EgressTlsOrigination(chart, 'Cdn', { hosts: ['api.cdn.example'], clients: ['shop'], gatewayPort: 80 });
  new EgressSniPassthrough(chart, 'AnyCdn', {
    hosts: ['*.cdn.example'],
    strategy: EgressStrategy.commonServer('www.cdn.example'),
    clients: ['shop'],
  });
  const checkout = ServiceAccountRef.fromName('checkout', { namespace: 'shop' });
  new AuthorizationPolicy(chart, 'OnlyCheckout', {
    metadata: { name: 'only-checkout' },
    target: PolicyTarget.gatewayWorkload(GatewayWorkload.istioEgress()),
    action: AuthorizationAction.DENY,
    rules: [
      AuthorizationRule.of({
        from: [Source.everyoneExcept([Source.serviceAccount(checkout)])],
        when: [Condition.serverName(['api.partner.example'])],
      }),
    ],
  });
});

scenario({
  title: 'TLS begins at the egress gateway, for the namespaces that may, with mutual TLS from their sidecars to it',
  manifests: [
    ...egressGateway(),
    ...client('shop', 'checkout'),
    ...client('shop', 'orders'),
    ...client('default', 'curl'),
    ...partners,
  ],
  externals: [
    { hosts: ['api.partner.example'], ports: { 443: 'tls', 80: 'http' } },
    { hosts: ['files.partner.example'], ports: { 443: 'tls' } },
    { hosts: ['api.bank.example'], ports: { 443: 'tls' } },
    { hosts: ['www.impostor.example'], ports: { 443: 'tls' } },
    { hosts: ['grpc.partner.example'], ports: { 443: 'tls' } },
    { hosts: ['www.news.example'], ports: { 443: 'tls' } },
    { hosts: ['*.cdn.example'], ports: { 443: 'tls' } },
  ],
  requests: [
    {
      name: ORDER,
      from: CALLER,
      url: 'http://api.partner.example/orders',
      expect: {
        status: 200,
        backend: 'api.partner.example',
        sees: { sni: 'api.partner.example', path: '/orders', peer: GATEWAY, protocol: 'http/1.1' },
        accessLog: [
          {
            proxy: CALLER,
            path: '/orders',
            cluster: 'outbound|443|partners-api-partner-example|istio-egressgateway.istio-system.svc.cluster.local',
          },
          {
            proxy: GATEWAY,
            path: '/orders',
            sni: 'api.partner.example',
            peerIdentity: identity('shop', 'checkout'),
            cluster: 'outbound|80||api.partner.example',
          },
        ],
      },
    },
    {
      name: 'the next host is reached at its own server, under its own name',
      from: CALLER,
      url: 'http://files.partner.example/',
      expect: {
        status: 200,
        backend: 'files.partner.example',
        sees: { sni: 'files.partner.example', peer: GATEWAY },
      },
    },
    {
      name: BANK,
      from: CALLER,
      url: 'http://api.bank.example/',
      expect: { status: 200, backend: 'api.bank.example', sees: { sni: 'api.bank.example' } },
    },
    {
      name: GRPC,
      from: CALLER,
      url: 'http://grpc.partner.example/',
      http2: true,
      expect: {
        status: 200,
        sees: { sni: 'grpc.partner.example', alpn: 'h2', protocol: 'h2', peer: GATEWAY },
        accessLog: [{ proxy: GATEWAY, protocol: 'HTTP/2' }],
      },
    },
    {
      name: PASSED,
      from: CALLER,
      url: 'https://api.partner.example/',
      expect: {
        status: 200,
        certificate: 'DNS:api.partner.example',
        sees: { peer: CALLER },
        accessLog: [
          { proxy: CALLER, cluster: 'PassthroughCluster' },
          { proxy: GATEWAY, seen: false },
        ],
      },
    },
    {
      name: REFUSED,
      from: 'shop/orders',
      url: 'http://api.partner.example/orders',
      expect: { status: 403 },
    },
    {
      name: NEWS,
      from: CALLER,
      url: 'https://www.news.example/',
      expect: { status: 200, sees: { sni: 'www.news.example', peer: GATEWAY } },
    },
    {
      name: 'a gateway can take the requests on another port',
      from: CALLER,
      url: 'http://api.cdn.example/',
      expect: { status: 200, sees: { sni: 'api.cdn.example', peer: GATEWAY } },
    },
    {
      name: BESIDE,
      from: CALLER,
      url: 'https://api.cdn.example/',
      expect: { status: 200, sees: { sni: 'api.cdn.example', peer: GATEWAY } },
    },
    {
      name: STRANGER,
      to: GATEWAY,
      url: 'https://api.partner.example/',
      trustsAnyone: true,
      expect: { failed: 'TLS alert certificate required' },
    },
    {
      name: UNLISTED,
      from: 'default/curl',
      url: 'http://api.partner.example/orders',
      expect: {
        status: 200,
        sees: { peer: 'default/curl' },
        accessLog: [
          { proxy: 'default/curl', cluster: 'PassthroughCluster' },
          { proxy: GATEWAY, seen: false },
        ],
      },
    },
  ],
  negatives: [
    {
      change: 'nothing says that TLS begins',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'DestinationRule', 'partners-api-partner-example')), 1);
      },
      because: { [ORDER]: { status: 503 } },
    },
    {
      change: 'the second hop is missing',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'partners-api-partner-example').spec.http.pop();
      },
      because: { [ORDER]: { status: 404 } },
    },
    {
      change: 'there is no way through the gateway, and the rule for the host is private to the gateway',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'VirtualService', 'partners-api-partner-example')), 1);
      },
      because: { [ORDER]: { status: 503 } },
    },
    {
      change: 'there is no way through the gateway, and everybody finds the rule for the host',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'VirtualService', 'partners-api-partner-example')), 1);
        delete find(manifests, 'DestinationRule', 'partners-api-partner-example').spec.exportTo;
      },
      because: { [ORDER]: { status: 200, sees: { sni: 'api.partner.example', peer: CALLER } } },
    },
    {
      change: 'sidecars send the gateway plain HTTP',
      mutate: (manifests) => {
        find(manifests, 'DestinationRule', 'partners').spec.subsets.forEach(
          (subset: { trafficPolicy?: object }) => delete subset.trafficPolicy,
        );
      },
      because: { [ORDER]: { status: 503 } },
    },
    {
      change: 'the host is known with TLS alone, and not with the port that clients call',
      mutate: (manifests) => {
        find(manifests, 'ServiceEntry', 'partners').spec.ports[0] = { number: 443, name: 'https', protocol: 'HTTPS' };
      },
      because: { [ORDER]: { status: 503 } },
    },
    {
      change: 'an impostor answers under the name of the bank',
      mutate: (manifests) => {
        find(manifests, 'ServiceEntry', 'partners').spec.endpoints = [{ address: 'www.impostor.example' }];
      },
      because: {
        [BANK]: { status: 503, accessLog: [{ proxy: GATEWAY, transportFailure: /CERTIFICATE_VERIFY_FAILED/ }] },
      },
    },
    {
      change: 'the gateway asks nobody for a certificate',
      mutate: (manifests) => {
        find(manifests, 'Gateway', 'partners').spec.servers[0] = {
          port: { number: 443, name: 'https-443', protocol: 'HTTPS' },
          hosts: ['api.partner.example'],
          tls: { mode: 'SIMPLE', credentialName: 'nobody-has-it' },
        };
      },
      because: { [ORDER]: { status: 503 } },
    },
    {
      change: 'the policy looks for the Host, which passed TLS does not show',
      mutate: (manifests) => {
        const [rule] = find(manifests, 'AuthorizationPolicy').spec.rules;
        delete rule.when;
        rule.to = [{ operation: { hosts: ['api.partner.example'] } }];
      },
      because: { [NEWS]: { failed: 'connection closed' } },
    },
    {
      change: 'both share a port, where the server of the host is found before that of the wildcard',
      mutate: (manifests) => {
        find(manifests, 'Gateway', 'cdn').spec.servers[0].port.number = 443;
        const [toGateway, onward] = find(manifests, 'VirtualService', 'cdn-api-cdn-example').spec.http;
        toGateway.route[0].destination.port.number = 443;
        onward.match[0].port = 443;
        find(manifests, 'DestinationRule', 'cdn').spec.subsets[0].trafficPolicy.portLevelSettings[0].port.number = 443;
      },
      because: { [BESIDE]: { failed: 'unable to verify the first certificate' } },
    },
    {
      change: 'the host is known with HTTP/1.1',
      mutate: (manifests) => {
        find(manifests, 'ServiceEntry', 'grpc').spec.ports[0] = {
          number: 80,
          name: 'http',
          protocol: 'HTTP',
          targetPort: 443,
        };
      },
      because: { [GRPC]: { status: 200, sees: { protocol: 'http/1.1' } } },
    },
    {
      change: 'the hop to the gateway is as the port of its Service says',
      mutate: (manifests) => {
        delete find(manifests, 'DestinationRule', 'grpc').spec.subsets[0].trafficPolicy.portLevelSettings[0]
          .connectionPool;
      },
      because: { [GRPC]: { status: 200, accessLog: [{ proxy: GATEWAY, protocol: 'HTTP/1.1' }] } },
    },
    {
      change: 'there is no policy',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'AuthorizationPolicy')), 1);
      },
      because: { [REFUSED]: { status: 200, sees: { peer: GATEWAY } } },
    },
    {
      change: 'everybody sees the hosts',
      mutate: (manifests) => {
        for (const { spec } of [...ofKind(manifests, 'ServiceEntry'), ...ofKind(manifests, 'VirtualService')]) {
          spec!.exportTo = ['*'];
        }
      },
      because: { [UNLISTED]: { status: 403, accessLog: [{ proxy: GATEWAY, status: 403 }] } },
    },
  ],
});
