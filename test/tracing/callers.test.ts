import { Problems } from '../../lib/core/problems';
import { Mesh } from '../../lib/mesh/reading/mesh';
import { callerNamed, gatewayNamed } from '../../lib/tracing/callers';
import { manifest } from '../manifests';

const server = (istio: string): object => ({
  selector: { istio },
  servers: [{ hosts: ['*'], port: { number: 80, name: 'http', protocol: 'HTTP' } }],
});

const MESH = new Mesh([
  manifest('Gateway', 'shop/front', server('ingressgateway')),
  manifest('Gateway', 'shop/back', server('internal')),
  manifest('Gateway', 'shop/all', { ...server(''), selector: {} }),
  manifest('gateway.networking.k8s.io/v1/Gateway', 'shop/api', { gatewayClassName: 'istio', listeners: [] }),
  manifest('gateway.networking.k8s.io/v1/Gateway', 'shop/way', { gatewayClassName: 'istio-waypoint', listeners: [] }),
]);

/** The gateway that a name means, or what is wrong with it. */
function meant(given: unknown): string {
  const problems = new Problems();
  const found = gatewayNamed(MESH, given, problems, 'at');
  return found === undefined ? problems.list[0].message : `${found.namespace}/${found.name}`;
}

test.each([
  ['istio-system/istio-ingressgateway', 'istio-system/istio-ingressgateway'],
  ['shop/front', 'istio-system/istio-ingressgateway'],
  ['front', 'istio-system/istio-ingressgateway'],
  ['shop/api-istio', 'shop/api-istio'],
  ['shop/api', 'shop/api-istio'],
])('%s is a name of %s', (given, gateway) => {
  expect(meant(given)).toBe(gateway);
});

const ALL = 'There are: shop/api-istio, istio-system/istio-ingressgateway, shop/front, shop/all, shop/api.';

test.each<[unknown, string]>([
  ['shop/frnt', 'there is no gateway "shop/frnt". Did you mean shop/front?'],
  ['shop/apy', 'there is no gateway "shop/apy". Did you mean shop/api?'],
  ['shop/way', `there is no gateway "shop/way". ${ALL}`],
  ['edge/public', `there is no gateway "edge/public". ${ALL}`],
  ['', `"" is not a gateway. Write namespace/name. ${ALL}`],
  [7, `7 is not a gateway. Write namespace/name. ${ALL}`],
  ['shop/all', '"shop/all" means several gateways. Write one of: shop/api-istio, istio-system/istio-ingressgateway.'],
  [
    'shop/back',
    'the manifests show no pods that Gateway shop/back configures. Add what makes them to the externals, or write the name of another gateway.',
  ],
])('%p is wrong', (given, message) => {
  expect(meant(given)).toBe(message);
});

test.each<[string, string]>([
  ['shop/*', 'shop'],
  ['default/*', 'default'],
  ['istio-system/*', 'istio-system'],
  ['lone/*', 'lone'],
  ['shpo/*', 'the manifests show nothing of a namespace "shpo". Did you mean shop?'],
  ['nope/*', 'the manifests show nothing of a namespace "nope". Add its Namespace to them, or to the externals.'],
])('any pod of %s', (given, expected) => {
  const problems = new Problems();
  const mesh = new Mesh(
    [manifest('Gateway', 'shop/front', server('ingressgateway'))],
    [manifest('Namespace', '/lone')],
  );
  const found = callerNamed(mesh, given, problems, 'from');
  expect(found?.kind === 'proxy' ? found.proxy.namespace : problems.list[0].message).toBe(expected);
});
