import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, SHOP_REVIEWS } from '../../manifests';
import { testCases, textsOf } from '../found';

test('a listener without a name', () => {
  const listeners = [{ name: 'a' }, {}].map((each) => ({ ...each, hostname: 'a.org', port: 80, protocol: 'HTTP' }));
  const gateway = apiGateway('shop/g', { gatewayClassName: 'istio', listeners });
  const both = 'are both for a.org:80, by HTTP. The API server rejects a Gateway whose listeners are not distinct.';
  const fix = 'Remove one of the two, or give it another hostname or port.';
  expect(textsOf('KIA1503', [...SHOP_REVIEWS, gateway])).toEqual([
    [`The listeners "" and "a" ${both}`, fix],
    [`The listeners "a" and "" ${both}`, fix],
  ]);
});

const http = (name: string, hostname?: string, port: number = 80): object => ({
  name,
  hostname,
  port,
  protocol: 'HTTP',
});
const listening = (key: string, listeners: object[], more: object = {}): Manifest =>
  apiGateway(key, { gatewayClassName: 'istio', listeners, ...more });
const at = (value: string): object => ({ addresses: [{ type: 'IPAddress', value }] });

testCases('KIA150', [
  {
    name: 'one hostname at one port in two Gateways',
    manifests: [
      listening('shop/a', [http('a', 'a.example.com')]),
      listening('shop/b', [http('x', 'b.example.com'), http('y', 'a.example.com')]),
    ],
    finds: [
      'KIA1501 warning Gateway shop/a spec.listeners[0].hostname',
      'KIA1501 warning Gateway shop/b spec.listeners[1].hostname',
    ],
  },
  {
    name: 'one address of two Gateways',
    manifests: [
      listening('shop/a', [http('a', 'a.example.com')], at('192.0.2.1')),
      listening('shop/b', [http('b', 'b.example.com')], at('192.0.2.1')),
    ],
    finds: ['a', 'b'].map((name) => `KIA1502 warning Gateway shop/${name} spec.addresses[0].value`),
  },
  {
    name: 'two listeners of one Gateway',
    manifests: [listening('shop/a', [http('a', 'a.example.com'), http('b', 'a.example.com')])],
    finds: [0, 1].map((i) => `KIA1503 error Gateway shop/a spec.listeners[${i}].name`),
  },
  {
    name: 'other hostnames, ports and addresses, and listeners for every hostname',
    manifests: [
      listening('shop/a', [http('a', 'a.example.com'), http('b', 'a.example.com', 8080), http('c')], at('192.0.2.1')),
      listening('shop/b', [http('b', 'b.example.com'), http('c')], at('192.0.2.2')),
    ],
    finds: [],
  },
]);

test('it says which one gets the requests', () => {
  const [a, b] = ['a', 'b'].map((name) => listening(`shop/${name}`, [http('x', 'a.example.com')], at('192.0.2.1')));
  expect(textsOf('KIA1501', [a, b])[0]).toEqual([
    'Gateway shop/b listens for a.example.com:80 as well. Each of the two has pods and an address of its own, so requests come to the one that DNS names, and routes of the other get none.',
    'Keep a.example.com in one of the two Gateways.',
  ]);
  expect(textsOf('KIA1502', [a, b])[0]).toEqual([
    'Gateway shop/b also requests the address 192.0.2.1. One load balancer gets it, and the other Gateway stays without an address.',
    'Give one of the two another address, or put the listeners of both into one Gateway.',
  ]);
});
