import { Loaded } from '../../lib/load/load';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { Mesh } from '../../lib/mesh/reading/mesh';
import { Problems } from '../../lib/core/problems';
import { Coverage } from '../../lib/routing-tests/coverage/coverage';
import { trace } from '../../lib/routing/tracer';
import type { Question } from '../../lib/tracing/question';
import { readQuestion } from '../../lib/tracing/question';
import { SHOP } from './shop';

/** What questions ask of manifests: each rule with the number of questions that ask it. */
function asked(manifests: string, ...questions: Question[]): Record<string, number> {
  const loaded = new Loaded();
  loaded.add('a.yaml', manifests);
  const mesh = new Mesh(loaded.values as Manifest[]);
  const coverage = new Coverage(mesh);
  for (const question of questions) {
    const problems = new Problems();
    const read = readQuestion(mesh, question, problems);
    expect(problems.list).toEqual([]);
    coverage.add(trace(mesh, read!.call));
  }
  return Object.fromEntries(
    coverage.all.map(({ kind, object, path, requests }) => [
      `${kind} ${object.kind} ${object.name} ${path.replace('spec.', '')}`,
      requests,
    ]),
  );
}

const GATEWAY = `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec:
  selector: {istio: ingressgateway}
  servers:
    - {hosts: [a.example.com], port: {number: 80, name: http, protocol: HTTP}}
    - {hosts: [b.example.com], port: {number: 443, name: tls, protocol: TLS}, tls: {mode: PASSTHROUGH}}
    - {hosts: ["*"], port: {number: 5432, name: tcp, protocol: TCP}}
`;

test('a request asks the rule that takes it, its match and its destinations', () => {
  expect(asked(SHOP, { url: 'http://shop.example.com/shop' }, { url: 'http://shop.example.com/shop/1' })).toEqual({
    'server Gateway front servers[0]': 2,
    'rule VirtualService front http[0]': 0,
    'match VirtualService front http[0].match[0]': 0,
    'rule VirtualService front http[1]': 0,
    'match VirtualService front http[1].match[0]': 0,
    'destination VirtualService front http[1].route[0].destination': 0,
    'rule VirtualService front http[2]': 2,
    'match VirtualService front http[2].match[0]': 2,
    'destination VirtualService front http[2].route[0].destination': 2,
    'destination VirtualService front http[2].route[1].destination': 2,
    'subset DestinationRule web subsets[0]': 2,
    'subset DestinationRule web subsets[1]': 2,
  });
});

test('a rule without a match, one that answers, and a mirror', () => {
  const rules = `
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web, namespace: shop}
spec:
  hosts: [web]
  http:
    - {match: [{uri: {exact: /health}}], directResponse: {status: 200}}
    - {route: [{destination: {host: web}}], mirror: {host: web}}
`;
  const found = asked(
    SHOP + rules,
    { from: 'shop/client', url: 'http://web/health' },
    { from: 'shop/client', url: 'http://web/' },
  );
  expect(found).toMatchObject({
    'rule VirtualService web http[0]': 1,
    'match VirtualService web http[0].match[0]': 1,
    'rule VirtualService web http[1]': 1,
    'destination VirtualService web http[1].route[0].destination': 1,
    'destination VirtualService web http[1].mirror': 1,
  });
});

test('a rule that delegates, and the rules of the delegate', () => {
  const rules = `${GATEWAY}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: root, namespace: shop}
spec:
  hosts: [a.example.com]
  gateways: [edge]
  http:
    - {match: [{uri: {prefix: /a}}], delegate: {name: branch}}
    - {delegate: {name: other}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: branch, namespace: shop}
spec:
  http:
    - {match: [{uri: {prefix: /a/1}}, {uri: {prefix: /a/2}}], route: [{destination: {host: web}}]}
    - {route: [{destination: {host: web}}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: other, namespace: shop}
spec:
  http:
    - {match: [{uri: {prefix: /b}}], route: [{destination: {host: web}}]}
    - {route: [{destination: {host: web}}]}
`;
  const found = asked(SHOP + rules, { url: 'http://a.example.com/a/2' }, { url: 'http://a.example.com/b' });
  const own = Object.entries(found).filter(([name]) => /VirtualService (?:root|branch|other)/.test(name));
  expect(Object.fromEntries(own)).toEqual({
    'rule VirtualService root http[0]': 1,
    'match VirtualService root http[0].match[0]': 1,
    'rule VirtualService root http[1]': 1,
    'rule VirtualService branch http[0]': 1,
    'match VirtualService branch http[0].match[0]': 0,
    'match VirtualService branch http[0].match[1]': 1,
    'destination VirtualService branch http[0].route[0].destination': 1,
    'rule VirtualService branch http[1]': 0,
    'destination VirtualService branch http[1].route[0].destination': 0,
    'rule VirtualService other http[0]': 1,
    'match VirtualService other http[0].match[0]': 1,
    'destination VirtualService other http[0].route[0].destination': 1,
    'rule VirtualService other http[1]': 0,
    'destination VirtualService other http[1].route[0].destination': 0,
  });
});

test('rules for connections, and the servers before them', () => {
  const rules = `${GATEWAY}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: bytes, namespace: shop}
spec:
  hosts: ["*"]
  gateways: [edge]
  tls:
    - {match: [{sniHosts: [b.example.com]}], route: [{destination: {host: web}}]}
  tcp:
    - {match: [{port: 5432}], route: [{destination: {host: web}}]}
`;
  const bytes = (...questions: Question[]): unknown =>
    Object.fromEntries(Object.entries(asked(SHOP + rules, ...questions)).filter(([name]) => /bytes|edge/.test(name)));
  const none = {
    'server Gateway edge servers[0]': 0,
    'server Gateway edge servers[1]': 0,
    'server Gateway edge servers[2]': 0,
    'rule VirtualService bytes tls[0]': 0,
    'match VirtualService bytes tls[0].match[0]': 0,
    'destination VirtualService bytes tls[0].route[0].destination': 0,
    'rule VirtualService bytes tcp[0]': 0,
    'destination VirtualService bytes tcp[0].route[0].destination': 0,
  };
  expect(bytes({ url: 'tls://b.example.com:443' })).toEqual({
    ...none,
    'server Gateway edge servers[1]': 1,
    'rule VirtualService bytes tls[0]': 1,
    'match VirtualService bytes tls[0].match[0]': 1,
    'destination VirtualService bytes tls[0].route[0].destination': 1,
  });
  expect(bytes({ url: 'tcp://c.example.com:5432' })).toEqual({
    ...none,
    'server Gateway edge servers[2]': 1,
    'rule VirtualService bytes tcp[0]': 1,
    'destination VirtualService bytes tcp[0].route[0].destination': 1,
  });
});

test('policies, by the rule that decides', () => {
  const policies = `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: paths, namespace: shop}
spec:
  rules:
    - {to: [{operation: {paths: [/shop*]}}]}
    - {to: [{operation: {paths: [/old]}}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: never, namespace: other}
spec: {}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: strict, namespace: shop}
spec: {mtls: {mode: STRICT}}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: ports, namespace: shop}
spec: {selector: {matchLabels: {app: web}}, mtls: {mode: STRICT}, portLevelMtls: {8080: {mode: PERMISSIVE}, 9090: {mode: STRICT}}}
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: {name: tokens, namespace: shop}
spec:
  jwtRules:
    - {issuer: https://a.example.com, jwks: '{"keys": []}'}
    - {issuer: https://b.example.com, jwks: '{"keys": []}'}
`;
  const ofPolicies = (...questions: Question[]): unknown =>
    Object.fromEntries(
      Object.entries(asked(SHOP + policies, ...questions)).filter(([name]) => name.startsWith('policy')),
    );
  expect(ofPolicies({ url: 'http://shop.example.com/shop' })).toEqual({
    'policy AuthorizationPolicy paths rules[0]': 1,
    'policy AuthorizationPolicy paths rules[1]': 0,
    'policy AuthorizationPolicy never spec': 0,
    'policy PeerAuthentication strict mtls': 0,
    'policy PeerAuthentication ports mtls': 0,
    'policy PeerAuthentication ports portLevelMtls[8080]': 1,
    'policy PeerAuthentication ports portLevelMtls[9090]': 0,
    'policy RequestAuthentication tokens jwtRules[0]': 0,
    'policy RequestAuthentication tokens jwtRules[1]': 0,
  });
});

test('a token asks the rule of its issuer', () => {
  const policies = `
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: {name: tokens, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  jwtRules:
    - {issuer: https://a.example.com, jwks: '{"keys": []}'}
    - {issuer: https://b.example.com, jwks: '{"keys": []}'}
`;
  const claims = { iss: 'https://b.example.com', sub: 'alice' };
  expect(asked(SHOP + policies, { from: 'shop/client', url: 'http://web/', claims })).toMatchObject({
    'policy RequestAuthentication tokens jwtRules[0]': 0,
    'policy RequestAuthentication tokens jwtRules[1]': 1,
  });
});

test('routes of the Gateway API, where they are written', () => {
  const routes = `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: api, namespace: shop}
spec:
  gatewayClassName: istio
  listeners:
    - {name: http, port: 80, protocol: HTTP, hostname: api.example.com}
    - {name: other, port: 8080, protocol: HTTP}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: api, namespace: shop}
spec:
  parentRefs: [{name: api}]
  rules:
    - matches: [{path: {type: PathPrefix, value: /a}}, {path: {type: PathPrefix, value: /b}}]
      backendRefs: [{name: old, port: 80, weight: 0}, {name: web, port: 80, weight: 3}, {name: gone, port: 80}]
    - backendRefs: [{name: web, port: 80}]
`;
  const found = asked(SHOP + routes, { url: 'http://api.example.com/b' });
  expect(Object.fromEntries(Object.entries(found).filter(([name]) => / api /.test(name)))).toEqual({
    'server Gateway api listeners[0]': 1,
    'server Gateway api listeners[1]': 0,
    'rule HTTPRoute api rules[0]': 1,
    'match HTTPRoute api rules[0].matches[0]': 0,
    'match HTTPRoute api rules[0].matches[1]': 1,
    'destination HTTPRoute api rules[0].backendRefs[0]': 0,
    'destination HTTPRoute api rules[0].backendRefs[1]': 1,
    'destination HTTPRoute api rules[0].backendRefs[2]': 1,
    'rule HTTPRoute api rules[1]': 0,
    'destination HTTPRoute api rules[1].backendRefs[0]': 0,
  });
});

test('backends of calls of gRPC and of connections', () => {
  const routes = `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: api, namespace: shop}
spec:
  gatewayClassName: istio
  listeners:
    - {name: http, port: 80, protocol: HTTP, hostname: api.example.com}
    - {name: tls, port: 443, protocol: TLS, tls: {mode: Passthrough}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: {name: carts, namespace: shop}
spec:
  parentRefs: [{name: api, sectionName: http}]
  rules:
    - backendRefs: [{name: gone, port: 80, weight: 0}, {name: web, port: 80}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: TLSRoute
metadata: {name: bytes, namespace: shop}
spec:
  parentRefs: [{name: api, sectionName: tls}]
  hostnames: [bytes.example.com]
  rules:
    - backendRefs: [{name: web, port: 80}, {name: web, port: 80, weight: 0}]
`;
  const found = asked(
    SHOP + routes,
    { url: 'grpc://api.example.com/shop.Carts/Get' },
    { url: 'grpc://api.example.com/shop.Carts/List' },
    { url: 'tls://bytes.example.com:443' },
  );
  expect(Object.fromEntries(Object.entries(found).filter(([name]) => /carts|bytes/.test(name)))).toEqual({
    'rule GRPCRoute carts rules[0]': 2,
    'destination GRPCRoute carts rules[0].backendRefs[0]': 0,
    'destination GRPCRoute carts rules[0].backendRefs[1]': 2,
    'rule TLSRoute bytes rules[0]': 1,
    'destination TLSRoute bytes rules[0].backendRefs[0]': 1,
    'destination TLSRoute bytes rules[0].backendRefs[1]': 0,
  });
});
