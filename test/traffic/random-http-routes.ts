import type { Draw } from '../istiod/draw';
import type { Fields } from '../istiod/random-mesh';
import { NAMES, NAMESPACES } from '../istiod/random-mesh';
import type { Drawn } from './random-policies';

export const HTTP_ROUTES = 'gateway.networking.k8s.io/v1';

/** HTTPRoutes of a Gateway, which is an own way into the ingress gateway, and of Services in the mesh. */
export function httpRoutes(draw: Draw): Drawn[] {
  return draw.percent(60) ? [] : draw.times(1, 3, () => route(draw));
}

function route(draw: Draw): Drawn {
  const namespace = draw.one(NAMESPACES);
  const parent = { group: '', kind: 'Service', name: draw.one(NAMES) };
  const elsewhere = draw.maybe(30, () => ({ namespace: draw.one(NAMESPACES) }));
  const port = draw.maybe(30, () => ({ port: draw.one([80, 8080]) }));
  return {
    apiVersion: HTTP_ROUTES,
    kind: 'HTTPRoute',
    namespace,
    name: draw.one(['h1', 'h2']),
    spec: { parentRefs: [{ ...parent, ...elsewhere, ...port }], rules: draw.times(1, 3, () => routeRule(draw)) },
  };
}

export function routeRule(draw: Draw): Fields {
  return {
    matches: draw.times(1, 2, () => match(draw)),
    ...draw.weighted<Fields>(
      [6, { backendRefs: backends(draw) }],
      [1, { backendRefs: backends(draw), filters: [rewriteFilter(draw)] }],
      [1, { backendRefs: backends(draw), filters: [headerFilter(draw)] }],
      [1, { filters: [redirectFilter(draw)] }],
    ),
  };
}

function match(draw: Draw): Fields {
  return {
    path: draw.weighted<Fields>(
      [4, { type: 'PathPrefix', value: draw.one(['/', '/a', '/a/', '/a/b']) }],
      [2, { type: 'Exact', value: draw.one(['/a', '/a/b', '/c']) }],
      [1, { type: 'RegularExpression', value: draw.one(['/a.*', '/[ab]']) }],
    ),
    ...draw.maybe(20, () => ({ headers: [{ name: 'x-a', value: draw.one(['1', 'x']) }] })),
    ...draw.maybe(15, () => ({ queryParams: [{ name: 'q', value: '1' }] })),
    ...draw.maybe(15, () => ({ method: draw.one(['GET', 'POST']) })),
  };
}

function backends(draw: Draw): Fields[] {
  return draw.some(NAMES, 1, 2).map((name) => ({
    name,
    port: draw.one([80, 80, 8080]),
    ...draw.maybe(30, () => ({ weight: draw.one([0, 1, 3]) })),
    ...draw.maybe(15, () => ({ namespace: draw.one(NAMESPACES) })),
  }));
}

function rewriteFilter(draw: Draw): Fields {
  return {
    type: 'URLRewrite',
    urlRewrite: draw.one<Fields>([
      { path: { type: 'ReplaceFullPath', replaceFullPath: '/new' } },
      { hostname: 'new.ext.com' },
    ]),
  };
}

function headerFilter(draw: Draw): Fields {
  return {
    type: 'RequestHeaderModifier',
    requestHeaderModifier: draw.one<Fields>([
      { set: [{ name: 'x-a', value: 'set' }] },
      { add: [{ name: 'x-b', value: 'added' }] },
      { remove: ['x-a'] },
    ]),
  };
}

function redirectFilter(draw: Draw): Fields {
  return {
    type: 'RequestRedirect',
    requestRedirect: draw.one<Fields>([
      { hostname: 'www.ext.com' },
      { scheme: 'https', statusCode: 301 },
      { path: { type: 'ReplaceFullPath', replaceFullPath: '/moved' } },
    ]),
  };
}
