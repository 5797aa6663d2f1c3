import { application, ingressGateway } from '../base';
import { rules } from '../fixture';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import type { Negative } from '../scenario';
import { scenario } from '../scenario';

const REACHED = 'a longer prefix than that of the root is reached';

const matchOf = (manifests: Manifest[], name: 'root' | 'api'): { uri: object; headers?: object } =>
  find(manifests, 'VirtualService', name).spec.http[0].match[0];

/** Matches of root and delegate that do not go together. */
const dropped = (change: string, root: object, api: object): Negative => ({
  change,
  mutate: (manifests) => {
    Object.assign(matchOf(manifests, 'root'), root);
    Object.assign(matchOf(manifests, 'api'), api);
  },
  because: { [REACHED]: { status: 404 } },
  reported: ['VirtualService shop/api'],
});

scenario({
  title: 'Rules of delegates that istiod drops, because their match is not within that of the root',
  manifests: [...ingressGateway(), ...application('shop', 'api', 8080, ['v1']), ...rules('CDI0123', 'right')],
  check: { code: 'CDI0123', reported: [] },
  requests: [{ name: REACHED, url: 'http://shop.example.com/api/v1', expect: { status: 200, backend: 'shop/api-v1' } }],
  negatives: [
    dropped('the delegate matches the path below that of the root', {}, { uri: { prefix: '/v1' } }),
    dropped('both match by the same expression', { uri: { regex: '/api/.*' } }, { uri: { regex: '/api/.*' } }),
    dropped('an expression stands under a prefix', {}, { uri: { regex: '/api/v[0-9]' } }),
    dropped('a prefix stands under an exact path', { uri: { exact: '/api/v1' } }, {}),
    dropped('only the root ignores case', { ignoreUriCase: true }, {}),
    dropped('headers differ', { headers: { 'x-test': { exact: 'a' } } }, { headers: { 'x-test': { exact: 'b' } } }),
  ],
});
