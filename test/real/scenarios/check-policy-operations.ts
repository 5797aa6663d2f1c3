import { client } from '../base';
import { example, putRight } from '../fixture';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const INSIDE = 'a path with a "*" inside matches no path that is meant';
const QUERY = 'one with a query does not match a request with that query';
const SLASH = 'one without a slash at its beginning matches nothing';
const EXPRESSION = 'a regular expression matches nothing';
const get = (name: string, path: string) => ({
  name,
  from: CALLER,
  url: `http://web${path}`,
  expect: { status: 403, attempts: 0 },
});
const SERVED = { status: 200, backend: 'shop/web' };

scenario({
  title: 'Paths of an AuthorizationPolicy that are compared with no path of a request',
  manifests: [...client('shop', 'checkout'), ...example('CDI0407', 'wrong')],
  check: { code: 'CDI0407', reported: ['AuthorizationPolicy shop/web'] },
  requests: [
    get(INSIDE, '/items/1/reviews'),
    get(QUERY, '/search?all=true'),
    get(SLASH, '/static/app.css'),
    get(EXPRESSION, '/v1/items'),
  ],
  negatives: [
    {
      change: 'the paths are written in the language of policies',
      mutate: putRight('CDI0407'),
      because: { [INSIDE]: SERVED, [QUERY]: SERVED, [SLASH]: SERVED, [EXPRESSION]: SERVED },
      reported: [],
    },
  ],
});
