import { client, deployment, meshedNamespace } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import type { ScenarioRequest } from '../scenario';
import { scenario } from '../scenario';

const MODES = ['strict', 'permissive', 'disable'] as const;
const PORTS = { http: 8080, tcp: 5432, https: 8443, auto: 7000 };
const MEMBER = 'shop/checkout';
const BARE = 'shop/bare';

const policy = (name: (typeof MODES)[number]): Manifest => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: { name, namespace: 'shop' },
  spec: { selector: { matchLabels: { app: name } }, mtls: { mode: name.toUpperCase() } },
});

const servers: Manifest[] = MODES.flatMap((name) => [
  deployment('shop', name, { app: name }, name, [
    {
      name: 'app',
      image: 'example.com/app:1',
      ports: Object.values(PORTS).map((containerPort) => ({ containerPort })),
    },
  ]),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop' },
    spec: {
      selector: { app: name },
      ports: Object.entries(PORTS).map(([portName, port]) => ({
        name: portName,
        protocol: 'TCP',
        port,
        targetPort: port,
      })),
    },
  },
  policy(name),
]);

interface Seen {
  /** What the client sees. */
  readonly failed?: string;
  /** What the proxy of the server logs. */
  readonly logged?: { readonly flags: string; readonly details: string };
}

const OK: Seen = {};
const NO_CHAIN: Seen = { failed: 'connection closed', logged: { flags: 'NR', details: 'filter_chain_not_found' } };
const NO_CERTIFICATE: Seen = { failed: 'TLS alert certificate required' };
type Sent = 'http' | 'https' | 'tcp';

/**
 * What a client without a proxy sends to which port, and what becomes of it. TLS to a port for requests of a server without it is answered by 400
 * in plain text, and what the client says to that is never the same.
 */
const SEEN: readonly [sent: Sent, port: keyof typeof PORTS, by: Partial<Record<(typeof MODES)[number], Seen>>][] = [
  ['http', 'http', { strict: NO_CHAIN, permissive: OK, disable: OK }],
  ['https', 'http', { strict: NO_CERTIFICATE, permissive: NO_CHAIN }],
  ['tcp', 'tcp', { strict: NO_CHAIN, permissive: OK, disable: OK }],
  ['http', 'tcp', { strict: NO_CHAIN, permissive: OK, disable: OK }],
  ['https', 'https', { strict: NO_CERTIFICATE, permissive: OK, disable: OK }],
  ['http', 'auto', { strict: NO_CHAIN, permissive: OK, disable: OK }],
  ['tcp', 'auto', { strict: NO_CHAIN, permissive: OK, disable: OK }],
];

const requests: ScenarioRequest[] = SEEN.flatMap(([sent, port, by]) =>
  MODES.flatMap((mode) => {
    const seen = by[mode];
    if (seen === undefined) {
      return [];
    }
    const { failed, logged } = seen;
    const url = `${sent}://${mode}:${PORTS[port]}`;
    const reached = { backend: `shop/${mode}` };
    const past: ScenarioRequest = {
      name: `${sent} to port ${port} of a ${mode} server, from a client without a sidecar`,
      from: BARE,
      url,
      trustsAnyone: true,
      expect:
        seen === OK
          ? reached
          : { failed, ...(logged !== undefined && { accessLog: [{ proxy: `shop/${mode}`, ...logged }] }) },
    };
    // TLS to a port for requests leaves a sidecar past its routes, and so comes as that of a client without one.
    return sent === 'https' && port === 'http'
      ? [past]
      : [
          past,
          {
            ...past,
            name: `${sent} to port ${port} of a ${mode} server, from a sidecar`,
            from: MEMBER,
            expect: reached,
          },
        ];
  }),
);

scenario({
  title: 'What a sidecar takes on ports of each protocol in each mode of mutual TLS',
  manifests: [
    meshedNamespace('shop'),
    ...client('shop', 'checkout').slice(1),
    deployment('shop', 'bare', { app: 'bare', 'sidecar.istio.io/inject': 'false' }, 'bare', [
      { name: 'app', image: 'example.com/client:1' },
    ]),
    ...servers,
  ],
  verdict: [{ text: 'Port name auto', reason: 'Its protocol is to be detected.' }],
  requests,
  negatives: [
    {
      change: 'the STRICT server takes plain text too',
      mutate: (manifests) => {
        find(manifests, 'PeerAuthentication', 'strict').spec.mtls.mode = 'PERMISSIVE';
      },
      because: { [requests[0].name]: { backend: 'shop/strict' } },
    },
  ],
});
