import { Chart } from 'cdk8s';
import {
  ClientAddress,
  Dashboard,
  DashboardExposure,
  ExternalTrafficPolicy,
  GatewayDeployment,
  IngressTls,
  LoadBalancer,
  Login,
} from 'cdk8s-istio';
import { application, ingressGateway, meshedNamespace } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const OFFICE = '203.0.113.7';
const ELSEWHERE = '198.51.100.1';
const BEHIND = 'behind a trusted proxy the address counts that it tells';
const FORGED = 'what a client writes before it does not';
const REDIRECTED = 'a client that says it spoke HTTPS is not served on the port that redirects';
const TOLD = 'behind the PROXY protocol the address counts that it tells';
const TOLD_PORT = 'whatever port the load balancer tells that it was asked for';
const DIRECT = 'without a proxy the address of the connection counts';
const CLAIMED = 'and not what a client writes into a header';

const exposed = charts((app) => {
  const edge = new Chart(app, 'edge', { namespace: 'edge' });
  const login = Login.sourceRanges(['203.0.113.0/24']);
  const dashboards = [Dashboard.kiali()];
  const proxied = new GatewayDeployment(edge, 'Proxied', { trustedProxies: 1 });
  const told = new GatewayDeployment(edge, 'Told', {
    loadBalancer: LoadBalancer.awsNlb({ proxyProtocol: true }),
    ports: [{ port: 80, targetPort: 8080 }],
  });
  const direct = new GatewayDeployment(edge, 'Direct', {
    loadBalancer: LoadBalancer.plain({ externalTrafficPolicy: ExternalTrafficPolicy.LOCAL }),
  });
  new DashboardExposure(edge, 'ProxiedDash', {
    dashboards,
    host: 'proxied.example.com',
    workload: proxied.workload,
    tls: IngressTls.credential('dash'),
    login,
  });
  new DashboardExposure(edge, 'ToldDash', { dashboards, host: 'told.example.com', workload: told.workload, login });
  new DashboardExposure(edge, 'DirectDash', {
    dashboards,
    host: 'direct.example.com',
    workload: direct.workload,
    login: Login.sourceRanges(['127.0.0.0/8']),
  });
  new DashboardExposure(edge, 'ClosedDash', {
    dashboards,
    host: 'closed.example.com',
    login: Login.sourceRanges(['203.0.113.0/24'], { clientAddress: ClientAddress.CONNECTION }),
  });
});

const policy = (manifests: Manifest[], name: string) => find(manifests, 'AuthorizationPolicy', name).spec;
const open = { status: 200, backend: 'istio-system/kiali-v1' };
const closed = { status: 403, attempts: 0 };
const proxied = (name: string, forwarded: string, expect: typeof open | typeof closed) => ({
  name,
  to: 'edge/proxied',
  url: 'https://proxied.example.com/kiali',
  headers: { 'x-forwarded-for': forwarded },
  expect,
});

scenario({
  title: 'DashboardExposure for some addresses: that of the client, as the gateway knows it',
  manifests: [
    ...ingressGateway(),
    meshedNamespace('edge'),
    ...application('istio-system', 'kiali', 20001, ['v1']),
    ...exposed,
  ],
  credentials: [{ secret: 'edge/dash', hosts: ['proxied.example.com'] }],
  requests: [
    proxied(BEHIND, OFFICE, open),
    proxied('another address is refused', ELSEWHERE, closed),
    proxied(FORGED, `${OFFICE}, ${ELSEWHERE}`, closed),
    {
      name: REDIRECTED,
      to: 'edge/proxied',
      url: 'http://proxied.example.com/kiali',
      headers: { 'x-forwarded-for': ELSEWHERE, 'x-forwarded-proto': 'https' },
      expect: closed,
    },
    {
      name: 'others are redirected there',
      to: 'edge/proxied',
      url: 'http://proxied.example.com/kiali',
      headers: { 'x-forwarded-for': ELSEWHERE },
      expect: { status: 301, redirect: 'https://proxied.example.com/kiali' },
    },
    { name: TOLD, to: 'edge/told', url: 'http://told.example.com/kiali', toldClient: OFFICE, expect: open },
    {
      name: 'so another one is refused',
      to: 'edge/told',
      url: 'http://told.example.com/kiali',
      toldClient: ELSEWHERE,
      headers: { 'x-forwarded-for': OFFICE },
      expect: closed,
    },
    {
      name: TOLD_PORT,
      to: 'edge/told',
      url: 'http://told.example.com/kiali',
      toldClient: ELSEWHERE,
      toldPort: 80,
      expect: closed,
    },
    { name: DIRECT, to: 'edge/direct', url: 'http://direct.example.com/kiali', expect: open },
    {
      name: CLAIMED,
      url: 'http://closed.example.com/kiali',
      headers: { 'x-forwarded-for': OFFICE },
      expect: closed,
    },
  ],
  negatives: [
    {
      change: 'the policy looks at the connection, which is that of the proxy',
      mutate: (manifests) => {
        for (const name of ['proxied-dash', 'told-dash']) {
          for (const { from } of policy(manifests, name).rules) {
            from[0].source = { notIpBlocks: from[0].source.notRemoteIpBlocks };
          }
        }
      },
      because: { [BEHIND]: { status: 403 }, [TOLD]: { status: 403 } },
    },
    {
      change: 'the policy lets in who comes from the other network',
      mutate: (manifests) => {
        for (const { from } of policy(manifests, 'proxied-dash').rules) {
          from[0].source.notRemoteIpBlocks.push('198.51.100.0/24');
        }
      },
      because: { [FORGED]: { status: 200 } },
    },
    {
      change: 'the policy leaves out the port that redirects',
      mutate: (manifests) => {
        policy(manifests, 'proxied-dash').rules.pop();
      },
      because: { [REDIRECTED]: { status: 200 } },
    },
    {
      change: 'the policy names the port of the pods only',
      mutate: (manifests) => {
        policy(manifests, 'told-dash').rules[0].to[0].operation.ports = ['8080'];
      },
      because: { [TOLD_PORT]: { status: 200 } },
    },
    {
      change: 'there is no policy',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'AuthorizationPolicy', 'closed-dash')), 1);
      },
      because: { [CLAIMED]: { status: 200 } },
    },
  ],
});
