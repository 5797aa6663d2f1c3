import type { Codes } from '../../check';

export const referencedResourceNotFound: Codes = {
  IST0101: {
    name: 'ReferencedResourceNotFound',
    severity: 'error',
    source: 'istio',
    summary: 'An object refers to something that is not there.',
    explanation:
      'Proxies do not complain when a name leads nowhere: they leave out what depends on it. A route to a host, ' +
      'subset or gateway that does not exist answers 503 or is never used; a certificate that is not there ' +
      'closes the port; a policy, Sidecar or Telemetry whose selector finds no pod applies to nobody; a ' +
      'namespace that is misspelled in an AuthorizationPolicy lets nobody in, or keeps nobody out. Everything ' +
      'looks applied, and `kubectl get` shows no error.',
    remedy: 'Correct the name, add the object, or name it among the externals when someone else makes it.',
    references: ['https://istio.io/latest/docs/reference/config/analysis/ist0101/'],
    twin: 'KIA0004',
  },
};
