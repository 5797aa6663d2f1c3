import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { peerAuthentication } from '../../manifests';
import type { Grid } from '../grid';

const policy = (spec: object): Manifest[] => [peerAuthentication('shop/mtls', spec)];
const chosen = (portLevelMtls: unknown): Manifest[] =>
  policy({ selector: { matchLabels: { app: 'reviews' } }, portLevelMtls });
const PERMISSIVE = { mode: 'PERMISSIVE' };

const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings'],
  cases: {
    nothing: policy({}),
    mode: policy({ mtls: { mode: 'STRICT' } }),
    'selector without labels': policy({ selector: {} }),
    'selector with no label': policy({ selector: { matchLabels: {} }, mtls: { mode: 'STRICT' } }),
    'selector with an empty key': policy({ selector: { matchLabels: { '': 'a' } } }),
    'selector with a wildcard': policy({ selector: { matchLabels: { app: 'a*' } } }),
    'ports of a namespace': policy({ portLevelMtls: { 80: PERMISSIVE } }),
    'ports, and a selector without labels': policy({ selector: {}, portLevelMtls: { 80: PERMISSIVE } }),
    'no port, without selector': policy({ portLevelMtls: {} }),
    'no port': chosen({}),
    'a port': chosen({ 80: PERMISSIVE }),
    'a port without mode': chosen({ 80: {} }),
    'port 0': chosen({ 0: PERMISSIVE }),
    'port 1': chosen({ 1: PERMISSIVE }),
    'port 65535': chosen({ 65535: PERMISSIVE }),
    'port 65536': chosen({ 65536: PERMISSIVE }),
    'a right and a wrong port': chosen({ 80: PERMISSIVE, 70000: PERMISSIVE }),
  },
};

export default grid;
