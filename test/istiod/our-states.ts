import type { HttpMatchRequest, StringMatch, TrafficPolicy } from '../../imports/networking';
import { outboundCluster } from '../../lib/istio/cluster-name';
import type { EffectiveRule } from '../../lib/mesh/destination-rules';
import { clusterPolicy, ruleFor } from '../../lib/mesh/destination-rules';
import type { Proxy } from '../../lib/mesh/proxies';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { RegistryService } from '../../lib/mesh/registry';
import { sidecarScope } from '../../lib/mesh/sidecar-scope';
import type { ClusterTls } from '../../lib/routing/cluster';
import { clusterTls } from '../../lib/routing/cluster';
import type { GatewayChain } from '../../lib/routing/gateway-chains';
import { gatewayChains } from '../../lib/routing/gateway-chains';
import type { RouteAction, RouteEntry } from '../../lib/routing/route-table';
import { routeConfig } from '../../lib/routing/route-table';
import type {
  ClusterState,
  FilterChainState,
  ProxyPod,
  ProxyState,
  ProxyStates,
  RouteState,
  VirtualHostState,
} from '../real/ask-istio';
import { clustersText, namesText } from './chain-texts';
import type { RandomMesh } from './random-mesh';
import { ourListeners } from './sidecar-listeners';

/** What we know of a proxy; not what it listens on where istiod crashes. */
export type OurState = Omit<ProxyState, 'listeners'> & Partial<Pick<ProxyState, 'listeners'>>;

/** What we make of a mesh. Which route configurations a proxy asks for is taken from istiod. */
export function ourStates(
  { manifests, meshConfig: settings, age, proxies }: RandomMesh,
  asked: ProxyStates['proxies'],
): Readonly<Record<string, OurState>> {
  const mesh = new Mesh(manifests, [], { meshConfig: settings, age: age === 'listed' ? 'listed' : 'named' });
  return Object.fromEntries(proxies.map((pod) => [pod.name, ourState(mesh, proxyOf(mesh, pod), asked[pod.name])]));
}

function proxyOf(mesh: Mesh, { name, namespace, labels, gateway }: ProxyPod): Proxy {
  const workload = mesh.workloads.find((each) => each.name === name && each.namespace === namespace);
  return { kind: gateway ? 'gateway' : 'sidecar', name, namespace, labels, workload };
}

function ourState(mesh: Mesh, proxy: Proxy, asked: ProxyState): OurState {
  const routes = Object.keys(asked.routes).map((name) => [name, virtualHostsOf(mesh, proxy, name)]);
  return {
    routes: Object.fromEntries(routes) as ProxyState['routes'],
    clusters: asked.crash === undefined ? Object.fromEntries(clustersOf(mesh, proxy, asked)) : {},
    listeners: asked.crash === undefined ? listenersOf(mesh, proxy, asked) : undefined,
  };
}

function listenersOf(mesh: Mesh, proxy: Proxy, asked: ProxyState): ProxyState['listeners'] {
  return proxy.kind === 'gateway' ? gatewayListeners(mesh, proxy) : ourListeners(mesh, proxy, asked.listeners);
}

function gatewayListeners(mesh: Mesh, proxy: Proxy): Record<string, FilterChainState[]> {
  const listeners: Record<string, FilterChainState[]> = {};
  for (const { listener, chains } of gatewayChains(mesh, proxy).listeners) {
    const name = `${listener.bind || '0.0.0.0'}_${listener.port}`;
    listeners[name] = [...(listeners[name] ?? []), ...chains.map(chainOf)];
  }
  return listeners;
}

function chainOf({ serverNames, applicationProtocols, routeConfig: name, clusters }: GatewayChain): FilterChainState {
  const match = [namesText('sni', serverNames), namesText('alpn', applicationProtocols)];
  return {
    match: match.filter((text) => text !== '').join(' '),
    to: name === undefined ? `tcp ${clustersText(clusters)}` : `http ${name}`,
  };
}

function virtualHostsOf(mesh: Mesh, proxy: Proxy, name: string): VirtualHostState[] {
  return (routeConfig(mesh, proxy, name) ?? []).map(({ domains, requireTls, routes }) => ({
    domains,
    requireTls,
    routes: routes.map(routeOf),
  }));
}

function routeOf({ source, match, action }: RouteEntry): RouteState {
  return { from: source?.key, match: matchText(match), to: actionText(action) };
}

function actionText(action: RouteAction): string {
  switch (action.kind) {
    case 'redirect':
      return action.code === undefined ? 'nothing' : `redirect ${action.code}`;
    case 'directResponse':
      return `direct ${action.status}`;
    case 'clusters':
      return clustersText(action.clusters);
  }
}

/** As Envoy has it, in the words of the program of test/real/istiod. */
function matchText(match: HttpMatchRequest): string {
  const { uri, ignoreUriCase, headers = {}, withoutHeaders = {}, method, authority, scheme, queryParams = {} } = match;
  const conditions = [
    ...Object.entries(headers).map(([name, text]) => headerText(name, text)),
    ...Object.entries(withoutHeaders).map(([name, text]) => `not ${headerText(name, text)}`),
    ...(method === undefined ? [] : [headerText(':method', method)]),
    ...(authority === undefined ? [] : [headerText(':authority', authority)]),
    ...(scheme === undefined ? [] : [headerText(':scheme', scheme)]),
    ...Object.entries(queryParams).map(([name, text]) => `query ${name} ${stringText(text)}`),
  ];
  return [`${pathText(uri)}${ignoreUriCase === true ? ' in any case' : ''}`, ...conditions.sort()].join(', ');
}

function pathText({ exact, prefix, regex }: StringMatch = {}): string {
  return exact !== undefined ? `path=${exact}` : regex !== undefined ? `regex=${regex}` : `prefix=${prefix ?? '/'}`;
}

const CLAIMS = '@request.auth.claims.';

function headerText(name: string, text: StringMatch): string {
  return name.startsWith(CLAIMS)
    ? `claim [payload][${name.slice(CLAIMS.length)}] ${stringText(text)}`
    : `header ${name} ${stringText(text)}`;
}

function stringText({ exact, prefix, regex }: StringMatch = {}): string {
  if (exact !== undefined) {
    return `exact=${exact}`;
  }
  return prefix !== undefined
    ? `prefix=${prefix}`
    : regex === undefined || regex === '*'
      ? 'present'
      : `regex=${regex}`;
}

function clustersOf(mesh: Mesh, proxy: Proxy, asked: ProxyState): [string, ClusterState][] {
  return servicesOf(mesh, proxy).flatMap((service) => {
    const { rule } = ruleFor(mesh, proxy, service);
    return (
      service.ports
        .filter(({ protocol }) => protocol !== 'UDP')
        .flatMap(({ number }) =>
          ['', ...(rule?.subsets ?? []).map(({ name }) => name)].map((subset): [string, ClusterState] => [
            outboundCluster(number, subset, service.host),
            clusterOf(mesh, proxy, service, rule, number, subset),
          ]),
        )
        // Of names that the proxy resolves itself a subset without endpoints has no cluster.
        .filter(([name]) => !service.resolution.includes('DNS') || Object.hasOwn(asked.clusters, name))
    );
  });
}

function servicesOf(mesh: Mesh, proxy: Proxy): readonly RegistryService[] {
  return sidecarScope(mesh, proxy)
    .allServices()
    .filter(({ resolution }) => resolution !== 'Alias');
}

function clusterOf(
  mesh: Mesh,
  proxy: Proxy,
  service: RegistryService,
  rule: EffectiveRule | undefined,
  port: number,
  subset: string,
): ClusterState {
  const policy = clusterPolicy(mesh, rule, port, subset === '' ? undefined : subset);
  return {
    ...tlsOf(clusterTls(mesh, proxy, service, rule, port, subset)),
    limits: limitsText(policy),
    rules: rule?.rules.map(({ key }) => key),
    labels: rule?.subsets.find(({ name }) => name === subset)?.labels,
  };
}

/** The server name counts only where mutual TLS is spoken, or a rule gives it. */
function tlsOf({ mode, sni }: ClusterTls): Pick<ClusterState, 'tls' | 'sni'> {
  return mode === 'none' ? {} : { tls: mode, sni };
}

function limitsText({ connectionPool, outlierDetection }: TrafficPolicy = {}): string {
  const { maxConnections = 0 } = connectionPool?.tcp ?? {};
  const errors = outlierDetection?.consecutive5xxErrors ?? 0;
  return [
    ...(maxConnections > 0 ? [`maxConnections=${maxConnections}`] : []),
    ...(outlierDetection === undefined ? [] : ['outliers']),
    ...(errors > 0 ? [`consecutive5xx=${errors}`] : []),
  ].join(' ');
}
