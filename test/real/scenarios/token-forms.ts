import { find } from '../manifest';
import { scenario } from '../scenario';
import type { TokenForm } from '../token-forms';
import { CALLER, TOKEN_FORMS, tokenManifests } from '../token-forms';

const request = ({ name, to, method, path = '/', headers, status, details, seesPath, seesHeaders }: TokenForm) => ({
  name: `${to}: ${name}`,
  from: CALLER,
  method,
  url: `http://${to}${path}`,
  headers: { ...headers },
  expect: {
    status,
    ...((seesPath ?? seesHeaders) !== undefined && { sees: { path: seesPath, header: seesHeaders } }),
    ...(details !== undefined && { accessLog: [{ proxy: `shop/${to}`, details }] }),
  },
});

const EXPIRED = TOKEN_FORMS.find(({ name }) => name === 'expired')!;

scenario({
  title: 'Tokens: where they are looked for, which are taken, and what the application sees of them',
  manifests: tokenManifests(),
  requests: TOKEN_FORMS.map(request),
  negatives: [
    {
      change: 'nobody looks at tokens',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'RequestAuthentication', 'one')), 1);
      },
      because: { [request(EXPIRED).name]: { status: 200 } },
    },
  ],
});
