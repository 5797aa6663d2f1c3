import { push } from './reading/group-by';
import type { Mesh } from './reading/mesh';

/** An object that refers to one of another namespace: a route, a Gateway or a ListenerSet. */
interface Referrer {
  readonly kind: string;
  readonly namespace: string;
}

/** What it refers to. */
interface Referent {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Says of references into other namespaces whether a ReferenceGrant there allows them. */
export class ReferenceGrants {
  /** The names that are allowed, by kinds and namespaces; undefined for all. */
  constructor(private readonly allowed: ReadonlyMap<string, readonly (string | undefined)[]>) {}

  /** Whether a reference may be used; within a namespace it always may (gatewaycommon/references.go: BackendAllowed, SecretAllowed). */
  public allows(from: Referrer, to: Referent): boolean {
    return (
      from.namespace === to.namespace ||
      (this.allowed.get(keyOf(from, to))?.some((name) => name === undefined || name === to.name) ?? false)
    );
  }
}

/** `mesh.derive(referenceGrants)` (gatewaycommon/references.go: ReferenceGrantsCollection). */
export function referenceGrants(mesh: Mesh): ReferenceGrants {
  const allowed = new Map<string, (string | undefined)[]>();
  for (const { namespace, spec } of mesh.all('gateway.networking.k8s.io/ReferenceGrant')) {
    const from = (spec.from ?? []).filter(({ group }) => group === 'gateway.networking.k8s.io');
    const to = (spec.to ?? []).filter(({ group = '' }) => group === '');
    for (const referrer of from) {
      to.forEach(({ kind, name }) => push(allowed, keyOf(referrer, { kind, namespace }), name));
    }
  }
  return new ReferenceGrants(allowed);
}

function keyOf(from: Referrer, to: Referrer): string {
  return `${from.kind} ${from.namespace} ${to.kind} ${to.namespace}`;
}
