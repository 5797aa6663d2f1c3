import { application, ingressGateway } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const UNSERVED = 'a host that no server of the Gateway has gets 404';

scenario({
  title: 'A VirtualService with a host that its Gateway does not serve',
  manifests: [...ingressGateway(), ...application('shop', 'web', 8080, ['v1']), ...rules('CDI0138', 'wrong')],
  check: { code: 'CDI0138', reported: ['VirtualService shop/web'] },
  requests: [
    { name: UNSERVED, url: 'http://www.example.com/', expect: { status: 404 } },
    { name: 'the other is served', url: 'http://shop.example.com/', expect: { status: 200 } },
  ],
  negatives: [
    {
      change: 'the Gateway has both hosts',
      mutate: putRight('CDI0138'),
      because: { [UNSERVED]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
