import type { Codes } from '../../check';

export const referencedResourceNotFound: Codes = {
  IST0101: {
    name: 'ReferencedResourceNotFound',
    severity: 'error',
    source: 'istio',
    summary: 'An object refers to something that does not exist.',
    explanation:
      'Proxies report no error for a name that does not exist: they omit what depends on it. A route to a missing host, subset or gateway answers 503 or is never used; a server with a missing certificate fails every TLS handshake; a policy, Sidecar or Telemetry whose selector matches no pod applies to nothing; a misspelled namespace in an AuthorizationPolicy allows nobody, or denies nobody. `kubectl get` shows no error.',
    remedy: 'Correct the name, add the object, or list it in the externals if it is created elsewhere.',
    references: ['https://istio.io/latest/docs/reference/config/analysis/ist0101/'],
    twin: 'KIA0004',
  },
};
