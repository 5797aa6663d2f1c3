import { application, ingressGateway } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const HIDDEN = 'the gateway has no route of a VirtualService that its namespace does not see';

scenario({
  title: 'A VirtualService that is not exported to the namespace of the gateway pods',
  manifests: [...ingressGateway(), ...application('shop', 'web', 8080, ['v1']), ...rules('CDI0128', 'wrong')],
  check: { code: 'CDI0128', reported: ['VirtualService shop/web'] },
  requests: [{ name: HIDDEN, url: 'http://shop.example.com/', expect: { status: 404 } }],
  negatives: [
    {
      change: 'it is exported there too',
      mutate: putRight('CDI0128'),
      because: { [HIDDEN]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
