import { authorizationPoliciesFor } from '../../mesh/authorization';
import type { Change } from './change';
import { NOTES_1_30 } from './change';

export const severalAuthorizers: Change = {
  name: 'several-authorizers',
  since: '1.30',
  references: [NOTES_1_30, 'https://github.com/istio/istio/issues/57933'],
  find(mesh, _, report) {
    if (!mesh.all('security.istio.io/AuthorizationPolicy').some(({ spec }) => spec.action === 'CUSTOM')) {
      return;
    }
    const reported = new Set<object>();
    for (const { namespace, labels, object: pods } of mesh.workloads) {
      const { custom } = authorizationPoliciesFor(mesh, { namespace, labels });
      const providers = new Set(custom.map(({ spec }) => spec.provider?.name ?? ''));
      const [last] = custom.slice(-1);
      if (providers.size > 1 && !reported.has(last)) {
        reported.add(last);
        report({
          object: last,
          path: 'spec.provider.name',
          related: [...custom.filter((each) => each !== last), pods].map((object) => ({ object })),
          message: `The pods of ${pods.kind} ${pods.key} have policies with action CUSTOM for several providers: ${[...providers].join(', ')}. Istio 1.29 allows one for each workload, and refuses all requests that the policies are for; from 1.30 on each provider is asked.`,
          fix: 'Look whether all of the providers are meant to decide.',
        });
      }
    }
  },
};
