import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { external, namespace, service, sidecar, to, virtualService } from '../../manifests';
import { testCases, textsOf } from '../found';

const REVIEWS = service('shop/reviews', [{ name: 'http', port: 80, targetPort: 8080 }]);
const BOOKS = service('books/titles');
const importing = (...hosts: string[]): Manifest => sidecar('shop/default', { egress: [{ hosts }] });
const HOST = 'Sidecar shop/default spec.egress[0].hosts[0]';
const API = external('istio-system/api', ['api.example.com']);

testCases('CDI0212', [
  {
    name: 'a Service as a namespace',
    manifests: [REVIEWS, importing('reviews/*')],
    finds: [`CDI0212 warning ${HOST}`],
  },
  {
    name: 'a Service of another namespace as a namespace',
    manifests: [REVIEWS, BOOKS, importing('titles/*')],
    finds: [`CDI0212 warning ${HOST}`],
  },
  {
    name: 'a namespace with the name of a Service',
    manifests: [REVIEWS, namespace('reviews'), importing('reviews/*')],
    finds: [],
  },
  {
    name: 'a misspelt namespace',
    manifests: [REVIEWS, BOOKS, importing('boosk/*')],
    finds: [`CDI0212 warning ${HOST}`],
  },
  {
    name: 'a misspelt namespace that only a Namespace shows',
    manifests: [REVIEWS, namespace('payments'), importing('payment/*')],
    finds: [`CDI0212 warning ${HOST}`],
  },
  {
    name: 'in a closed world',
    manifests: [REVIEWS, importing('elsewhere/*')],
    settings: { world: 'closed' },
    finds: [`CDI0212 error ${HOST}`],
  },
  { name: 'a namespace of which nothing is known', manifests: [REVIEWS, importing('elsewhere/*')], finds: [] },
  {
    name: 'names that are alike and not misspelt',
    manifests: [
      REVIEWS,
      namespace('team-a'),
      namespace('shop1'),
      namespace('dev'),
      importing('team-b/*', 'shop2/*', 'det/*'),
    ],
    finds: [],
  },
  {
    name: 'the usual ones',
    manifests: [REVIEWS, importing('./*', 'shop/*', '*/*', 'istio-system/*', '~/*', '~books/*', 'default/*')],
    finds: [],
  },
]);

testCases('CDI0213', [
  {
    name: 'a Service of another namespace',
    manifests: [REVIEWS, BOOKS, importing('shop/titles.books.svc.cluster.local')],
    finds: [`CDI0213 error ${HOST}`],
  },
  {
    name: 'a Service of another namespace, as one of the own',
    manifests: [REVIEWS, BOOKS, importing('./titles.books.svc.cluster.local')],
    finds: [`CDI0213 error ${HOST}`],
  },
  {
    name: 'a Service that is not among the manifests, with the wrong namespace',
    manifests: [REVIEWS, importing('shop/cart.pay.svc.cluster.local')],
    finds: [`CDI0213 error ${HOST}`],
  },
  {
    name: 'a ServiceEntry of another namespace',
    manifests: [API, importing('shop/api.example.com')],
    finds: [`CDI0213 warning ${HOST}`],
  },
  {
    name: 'a wildcard for a ServiceEntry of another namespace',
    manifests: [API, importing('shop/*.example.com')],
    finds: [`CDI0213 warning ${HOST}`],
  },
  {
    name: 'a host that has rules there',
    manifests: [
      API,
      virtualService('shop/api', { hosts: ['api.example.com'], http: [to('api.example.com')] }),
      importing('shop/api.example.com'),
    ],
    finds: [],
  },
  {
    name: 'what is there',
    manifests: [
      REVIEWS,
      BOOKS,
      API,
      importing(
        './reviews.shop.svc.cluster.local',
        'books/titles.books.svc.cluster.local',
        'istio-system/api.example.com',
        '*/api.example.com',
        'books/*',
      ),
    ],
    finds: [],
  },
  { name: 'a host of which nothing is known', manifests: [REVIEWS, importing('shop/other.example.com')], finds: [] },
]);

const listening = (number: number, more: object = {}, ...others: object[]): Manifest =>
  sidecar('shop/default', {
    egress: [{ port: { number, name: 'port', protocol: 'HTTP' }, hosts: ['./*'], ...more }, ...others],
  });
const PORT = 'Sidecar shop/default spec.egress[0].port.number';

testCases('CDI0214', [
  { name: 'the port of the pods', manifests: [REVIEWS, listening(8080)], finds: [`CDI0214 warning ${PORT}`] },
  { name: 'a port that nothing has', manifests: [REVIEWS, listening(9080)], finds: [`CDI0214 warning ${PORT}`] },
  { name: 'the port of the Service', manifests: [REVIEWS, listening(80)], finds: [] },
  {
    name: 'another listener for the rest',
    manifests: [REVIEWS, listening(9080, {}, { hosts: ['./*'] })],
    finds: [`CDI0214 info ${PORT}`],
  },
  {
    name: 'a listener that is an HTTP proxy',
    manifests: [REVIEWS, listening(9080, { port: { number: 9080, name: 'proxy', protocol: 'HTTP_PROXY' } })],
    finds: [],
  },
  {
    name: 'one named host without the port',
    manifests: [REVIEWS, service('shop/web', [9080]), listening(9080, { hosts: ['./reviews.shop.svc.cluster.local'] })],
    finds: [`CDI0214 warning ${PORT}`],
  },
  { name: 'hosts of which nothing is known', manifests: [REVIEWS, listening(9080, { hosts: ['books/*'] })], finds: [] },
  {
    name: 'rules for a host without a Service on port 80',
    manifests: [
      service('shop/web', [9080]),
      virtualService('shop/alias', { hosts: ['alias.example.com'], http: [to('web')] }),
      listening(80),
    ],
    finds: [],
  },
  {
    name: 'for the pods of other namespaces',
    manifests: [
      service('istio-system/web', [80]),
      sidecar('istio-system/default', {
        egress: [{ port: { number: 9080, name: 'port', protocol: 'HTTP' }, hosts: ['./*'] }],
      }),
    ],
    finds: [],
  },
]);

test.each<[Manifest[], string, string]>([
  [
    [REVIEWS, importing('reviews/*')],
    'There is no namespace reviews, so reviews/* imports nothing. reviews is a Service of namespace shop, and before the slash stands a namespace.',
    'Write ./reviews.shop.svc.cluster.local.',
  ],
  [
    [REVIEWS, BOOKS, importing('titles/*')],
    'There is no namespace titles, so titles/* imports nothing. titles is a Service of namespace books, and before the slash stands a namespace.',
    'Write books/titles.books.svc.cluster.local.',
  ],
  [
    [REVIEWS, BOOKS, importing('boosk/*')],
    'There is no namespace boosk, so boosk/* imports nothing. There is a namespace books.',
    'Write books/*.',
  ],
  [
    [REVIEWS, BOOKS, importing('./titles.books.svc.cluster.local')],
    'titles.books.svc.cluster.local is Service books/titles, not of namespace shop: this entry imports nothing.',
    'Write books/titles.books.svc.cluster.local.',
  ],
  [
    [REVIEWS, listening(8080)],
    'None of the imported hosts has port 8080, which is a port of the pods behind them; they have 80. This listener serves nothing, and no other one of the Sidecar has these ports: the pods do not know the hosts.',
    'Write number: 80, or remove port, so that the listener is for all ports of the hosts.',
  ],
])('it says what to write: %#', (manifests, message, fix) => {
  expect(textsOf('CDI021', manifests)).toEqual([[message, fix]]);
});
