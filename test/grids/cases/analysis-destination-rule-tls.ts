import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule, external } from '../../manifests';
import type { Grid } from '../grid';

type Spec = Record<string, unknown>;
type Case = [string, Manifest[]];

const api = external('shop/api', ['api.example.com'], {}, [443]);
const files = { clientCertificate: '/c.pem', privateKey: '/k.pem' };
const TLS: Record<string, Spec> = {
  SIMPLE: { mode: 'SIMPLE' },
  'SIMPLE with an empty file': { mode: 'SIMPLE', caCertificates: '' },
  'SIMPLE with a file': { mode: 'SIMPLE', caCertificates: '/ca.pem' },
  'SIMPLE with a Secret': { mode: 'SIMPLE', credentialName: 'ca' },
  'SIMPLE without checks': { mode: 'SIMPLE', insecureSkipVerify: true },
  'SIMPLE with names': { mode: 'SIMPLE', subjectAltNames: ['api.example.com'] },
  MUTUAL: { mode: 'MUTUAL', ...files },
  'MUTUAL with a file': { mode: 'MUTUAL', ...files, caCertificates: '/ca.pem' },
  'MUTUAL with a Secret': { mode: 'MUTUAL', credentialName: 'client' },
  ISTIO_MUTUAL: { mode: 'ISTIO_MUTUAL' },
  DISABLE: { mode: 'DISABLE' },
  'no mode': {},
};
const selected = { workloadSelector: { matchLabels: { app: 'web' } } };
const rule = (trafficPolicy: Spec, more: Spec = {}): Manifest[] => [
  api,
  destinationRule('shop/api', { host: 'api.example.com', exportTo: ['.'], trafficPolicy, ...more }),
];
const port = (tls: Spec): Spec => ({ portLevelSettings: [{ port: { number: 443 }, tls }] });

const grid: Grid = {
  layers: ['analysis'],
  cases: Object.fromEntries<Manifest[]>([
    ...Object.entries(TLS).flatMap(([name, tls]): Case[] => [
      [name, rule({ tls })],
      [`${name}, for some pods`, rule({ tls }, selected)],
      [`${name} on a port`, rule(port(tls))],
      [`${name} on a port, for some pods`, rule(port(tls), selected)],
      [`${name} on a port over a whole host that is checked`, rule({ tls: TLS['SIMPLE with a file'], ...port(tls) })],
      [`${name} of a subset`, rule({}, { subsets: [{ name: 'all', labels: {}, trafficPolicy: { tls } }] })],
    ]),
    [
      'the second of two ports',
      rule({ portLevelSettings: [{ port: { number: 80 } }, { port: { number: 443 }, tls: { mode: 'SIMPLE' } }] }),
    ],
    ['no traffic policy', [api, destinationRule('shop/api', { host: 'api.example.com' })]],
    [
      'a namespace of Kubernetes',
      [destinationRule('kube-system/api', { host: 'api.example.com', trafficPolicy: { tls: { mode: 'SIMPLE' } } })],
    ],
  ]),
};

export default grid;
