import { analyzed } from './shared/analyzed';
import type { Check } from '../check';

interface Minimum {
  readonly version: readonly [number, number, number];
  /** The release of Istio that asks for it first, where older ones do not. */
  readonly since?: string;
}

const MINIMA = new Map<string, Minimum>([
  ['grpcroutes.gateway.networking.k8s.io', { version: [1, 1, 0] }],
  ['backendtlspolicies.gateway.networking.k8s.io', { version: [1, 4, 0] }],
  ['tlsroutes.gateway.networking.k8s.io', { version: [1, 5, 0] }],
  ['tcproutes.gateway.networking.k8s.io', { version: [1, 6, 0], since: '1.31' }],
]);
const ANNOTATION = 'gateway.networking.k8s.io/bundle-version';
const VERSION =
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
const MAX_LENGTH = 256;

/** CRDs of the Gateway API that are too old for istiod. */
export const gatewayApiCrds: Check = {
  name: 'gateway-api-crds',
  mirrors: ['k8sgateway.CRDVersionAnalyzer'],
  codes: {
    IST0176: {
      name: 'GatewayAPICRDVersionBelowMinimum',
      severity: 'warning',
      source: 'istio',
      summary: 'A CRD of the Gateway API is older than what this release of Istio reads.',
      explanation:
        'istiod checks the version of each CRD of the Gateway API and does not watch kinds whose CRD is too old. Objects of the kind can be created and look right, but no proxy gets any configuration from them: no routes, and no ' +
        'status that says why.',
      remedy: 'Install newer CRDs of the Gateway API before the upgrade of Istio.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/',
        'https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/',
      ],
    },
  },
  run(mesh, report) {
    for (const object of analyzed(mesh, 'apiextensions.k8s.io/CustomResourceDefinition')) {
      const minimum = MINIMA.get(object.name);
      const given = object.annotations[ANNOTATION] ?? '';
      const installed = parse(given);
      if (minimum === undefined || installed === undefined || (minimum.since ?? '') > mesh.context.istioVersion) {
        continue;
      }
      const wanted = minimum.version.join('.');
      if (isBelow(installed, minimum.version)) {
        report({
          code: 'IST0176',
          object,
          path: `metadata.annotations["${ANNOTATION}"]`,
          message: `This CRD is of Gateway API ${given}, and istiod reads ${object.name.split('.', 1)[0]} from ${wanted} on only: it ignores all objects of the kind.`,
          fix: `Install the CRDs of Gateway API ${wanted} or later.`,
        });
      }
    }
  },
};

function parse(text: string): number[] | undefined {
  const match = text.length > MAX_LENGTH ? null : VERSION.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, major, minor = '0', patch = '0', pre = ''] = match;
  return pre.split('.').some((part) => /^0\d+$/.test(part)) ? undefined : [major, minor, patch].map(Number);
}

function isBelow(version: readonly number[], minimum: readonly number[]): boolean {
  const at = minimum.findIndex((part, i) => version[i] !== part);
  return at >= 0 && version[at] < minimum[at];
}
