import { application, ingressGateway } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const CHALLENGE = 'http://shop.example.com/.well-known/acme-challenge/token';
const REDIRECTED = 'the challenge is redirected to HTTPS';
const CLOSED = 'where there is no certificate yet, so that TLS fails';

scenario({
  title: 'An HTTP-01 challenge that the gateway redirects to a server without a certificate',
  manifests: [
    ...ingressGateway(),
    ...application('shop', 'shop', 8080, ['v1']),
    ...application('istio-system', 'solver', 8089, ['v1']).filter(({ kind }) => kind !== 'Namespace'),
    ...rules('CDI0151', 'wrong'),
    // What cert-manager makes for the time of the challenge.
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'cm-acme-http-solver', namespace: 'istio-system' },
      spec: {
        ingressClassName: 'istio',
        rules: [
          {
            host: 'shop.example.com',
            http: {
              paths: [
                {
                  path: '/.well-known/acme-challenge/token',
                  pathType: 'ImplementationSpecific',
                  backend: { service: { name: 'solver', port: { number: 8089 } } },
                },
              ],
            },
          },
        ],
      },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'istio' },
      spec: { controller: 'istio.io/ingress-controller' },
    },
  ],
  check: { code: 'CDI0151', reported: ['Certificate istio-system/shop'] },
  requests: [
    {
      name: REDIRECTED,
      url: CHALLENGE,
      expect: { status: 301, redirect: CHALLENGE.replace('http:', 'https:') },
    },
    {
      name: CLOSED,
      url: CHALLENGE.replace('http:', 'https:'),
      trustsAnyone: true,
      expect: { failed: 'connection closed' },
    },
  ],
  negatives: [
    {
      change: 'a rule of the VirtualService redirects instead',
      mutate: putRight('CDI0151'),
      because: { [REDIRECTED]: { status: 200, backend: 'istio-system/solver-v1' } },
      reported: [],
    },
  ],
});
