import { groupBy } from '../../../mesh/reading/group-by';
import type { Mesh } from '../../../mesh/reading/mesh';
import type { KialiWorkload } from './workloads';
import { workloadIndex } from './workloads';

/** The service accounts that pods use, as `trust domain/ns/namespace/sa/name`. */
export class Accounts {
  private readonly known: ReadonlySet<string>;
  private readonly sorted: readonly string[];
  private readonly reversed: readonly string[];
  private readonly byNamespace: ReadonlyMap<string, string[]>;

  constructor(
    public readonly trustDomains: readonly string[],
    users: readonly (KialiWorkload & { readonly serviceAccount: string })[],
  ) {
    const names = users.map(({ namespace, serviceAccount }) => `/ns/${namespace}/sa/${serviceAccount}`);
    this.known = new Set(trustDomains.flatMap((domain) => names.map((name) => domain + name)));
    this.sorted = [...this.known].sort();
    this.byNamespace = groupBy(this.sorted, (each) => each.split('/')[2]);
    this.reversed = this.sorted.map(reverse).sort();
  }

  /** Those of a namespace. */
  public of(namespace: string): readonly string[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  public has(principal: string): boolean {
    return this.known.has(principal);
  }

  /** As in an AuthorizationPolicy, `*` at the start or the end stands for anything. */
  public matches(principal: string): boolean {
    const atStart = principal.startsWith('*');
    const atEnd = principal.endsWith('*');
    if (principal === '*') {
      return true;
    }
    if (atStart && atEnd) {
      const part = principal.slice(1, -1);
      return this.sorted.some((each) => each.includes(part));
    }
    if (atStart) {
      return hasPrefix(this.reversed, reverse(principal.slice(1)));
    }
    return atEnd ? hasPrefix(this.sorted, principal.slice(0, -1)) : this.has(principal);
  }
}

export function accounts(mesh: Mesh): Accounts {
  const { trustDomain, trustDomainAliases } = mesh.context;
  const users = mesh
    .derive(workloadIndex)
    .all.filter(
      (each): each is KialiWorkload & { serviceAccount: string } => each.hasPods && each.serviceAccount !== undefined,
    );
  return new Accounts([...new Set([trustDomain, ...trustDomainAliases])], users);
}

function reverse(text: string): string {
  return [...text].reverse().join('');
}

function hasPrefix(sorted: readonly string[], prefix: string): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < prefix) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return sorted[low]?.startsWith(prefix) ?? false;
}
