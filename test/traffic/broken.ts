import type { Fields, Manifest } from '../real/manifest';
import type { Compared } from './differential';
import { differences } from './compare';
import { Traced } from './traced';

/** A tracer with one rule broken on purpose: it is shown manifests in which the rule comes out so. */
export interface Broken {
  readonly name: string;
  readonly change: (manifest: Manifest) => Manifest | undefined;
}

export const BROKEN: readonly Broken[] = [
  {
    name: 'takes prefixes for whole paths',
    change: ofRules(({ prefix, ...uri }) => ({ ...uri, ...(prefix !== undefined && { exact: prefix }) })),
  },
  {
    name: 'tries rules in reverse order',
    change: ofSpec('VirtualService', ({ http, ...spec }) => ({ ...spec, ...(http && { http: [...http].reverse() }) })),
  },
  { name: 'knows no Sidecar', change: without('Sidecar') },
  { name: 'knows no PeerAuthentication', change: without('PeerAuthentication') },
  { name: 'knows no AuthorizationPolicy', change: without('AuthorizationPolicy') },
  { name: 'knows no HTTPRoute', change: without('HTTPRoute') },
  { name: 'exports everything', change: ofSpec('', ({ exportTo: _, ...spec }) => spec) },
  {
    name: 'finds DestinationRules in any namespace',
    change: (each) =>
      each.kind === 'DestinationRule' ? { ...each, metadata: { ...each.metadata, namespace: 'istio-system' } } : each,
  },
  {
    name: 'lets routes keep the path',
    change: ofSpec('VirtualService', (spec) => ({
      ...spec,
      ...(spec.http && { http: (spec.http as Fields[]).map(({ rewrite: _, ...rule }) => rule) }),
    })),
  },
];

/** How many requests went by before a broken tracer was caught; undefined where it was not. */
export function caughtAfter(
  { change }: Broken,
  compared: readonly Compared[],
  addressOf: (thing: string) => string,
): number | undefined {
  const tracers = new Map<number, Traced>();
  const at = compared.findIndex(({ mesh, request, asked }) => {
    let tracer = tracers.get(mesh.number);
    if (tracer === undefined) {
      tracer = new Traced({ ...mesh, manifests: mesh.manifests.flatMap((each) => change(each) ?? []) }, addressOf);
      tracers.set(mesh.number, tracer);
    }
    return differences(mesh, request, tracer.trace(request), asked, addressOf).length > 0;
  });
  return at < 0 ? undefined : at + 1;
}

function without(kind: string): Broken['change'] {
  return (manifest) => (manifest.kind === kind ? undefined : manifest);
}

function ofSpec(kind: string, change: (spec: Fields) => Fields): Broken['change'] {
  return (manifest) =>
    manifest.spec !== undefined && (kind === '' || manifest.kind === kind)
      ? { ...manifest, spec: change(manifest.spec) }
      : manifest;
}

function ofRules(change: (uri: Fields) => Fields): Broken['change'] {
  const ofMatch = ({ uri, ...match }: Fields): Fields => ({ ...match, ...(uri && { uri: change(uri) }) });
  const ofRule = ({ match, ...rule }: Fields): Fields => ({
    ...rule,
    ...(match && { match: (match as Fields[]).map(ofMatch) }),
  });
  return ofSpec('VirtualService', ({ http, ...spec }) => ({
    ...spec,
    ...(http && { http: (http as Fields[]).map(ofRule) }),
  }));
}
