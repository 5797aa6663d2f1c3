import { client } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';

const HOST = 'payments.example.com';
const CALLER = 'shop/checkout';
const OUTSIDE = 'a host outside the mesh has no certificate of the mesh';

scenario({
  title: 'Mutual TLS of the mesh towards a host outside it',
  manifests: [
    ...client('shop', 'checkout'),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: { name: 'payments', namespace: 'shop' },
      spec: {
        hosts: [HOST],
        location: 'MESH_EXTERNAL',
        resolution: 'DNS',
        ports: [{ number: 80, name: 'http', protocol: 'HTTP', targetPort: 443 }],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: 'payments', namespace: 'shop' },
      spec: { host: HOST, trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } },
    },
  ],
  externals: [{ hosts: [HOST], ports: { 443: 'tls' } }],
  check: { code: 'CDI0421', reported: ['DestinationRule shop/payments'] },
  requests: [
    {
      name: OUTSIDE,
      from: CALLER,
      url: `http://${HOST}/`,
      expect: {
        status: 503,
        accessLog: [{ proxy: CALLER, flags: 'URX,UF' }],
      },
    },
  ],
  negatives: [
    {
      change: 'the rule opens TLS as clients outside the mesh do',
      mutate: (manifests) => {
        find(manifests, 'DestinationRule').spec.trafficPolicy.tls = {
          mode: 'SIMPLE',
          sni: HOST,
          insecureSkipVerify: true,
        };
      },
      because: { [OUTSIDE]: { status: 200, backend: HOST } },
      reported: [],
    },
  ],
});
