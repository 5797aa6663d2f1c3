import type { Form } from '../authorization-forms';
import { ALIAS, CALLER, FORMS, PLAIN_CALLER, formManifests, headersOf } from '../authorization-forms';
import { find } from '../manifest';
import { scenario } from '../scenario';

const MATCHES = { status: 200, backend: 'shop/web' };
const [FIRST] = FORMS;

const request = (form: Form, i: number) => ({
  name: `${form.name}: ${form.matches ? 'matches' : 'does not match'}`,
  from: form.plain ? PLAIN_CALLER : CALLER,
  url: `http://web${form.path ?? '/'}`,
  method: form.method,
  headers: headersOf(form, i),
  expect: form.matches ? MATCHES : { status: 403 },
});

scenario({
  title: 'Rules of AuthorizationPolicies in all their forms',
  manifests: formManifests(),
  meshConfig: `trustDomainAliases: [${ALIAS}]`,
  verdict: ['s*p', 'sho'].map((name) => ({
    text: `Referenced namespace not found: "${name}"`,
    reason: 'It is a pattern for names, or a name that must not fit.',
  })),
  requests: FORMS.map(request),
  negatives: [
    {
      change: 'nothing is allowed',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.rules = [];
      },
      because: { [request(FIRST, 0).name]: { status: 403 } },
    },
  ],
});
