import { isAccountUnknown } from '../../external-manifests';
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
    /** Namespaces with pods whose service account is not known: it may be any. */
    private readonly open: ReadonlySet<string>,
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
    if (this.open.size > 0 && this.mayBeUnknown(principal)) {
      return true;
    }
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

  /** Whether pods whose account nobody said may have this identity. */
  private mayBeUnknown(principal: string): boolean {
    if (principal.startsWith('*')) {
      const namespace = /\/ns\/([^/*]+)\/sa\//.exec(principal)?.[1];
      return namespace === undefined || this.open.has(namespace);
    }
    const start = principal.replace(/\*$/, '');
    return this.trustDomains.some((domain) =>
      [...this.open].some((namespace) => {
        const identities = `${domain}/ns/${namespace}/sa/`;
        return start.startsWith(identities) || (start !== principal && identities.startsWith(start));
      }),
    );
  }
}

export function accounts(mesh: Mesh): Accounts {
  const { trustDomain, trustDomainAliases } = mesh.context;
  const users = mesh
    .derive(workloadIndex)
    // Those without pods at the moment count too: a CronJob between its runs, and what is scaled to nothing.
    .all.filter((each): each is KialiWorkload & { serviceAccount: string } => each.serviceAccount !== undefined);
  const [unknown, known] = [users.filter(hasUnknownAccount), users.filter((each) => !hasUnknownAccount(each))];
  const open = new Set(unknown.map(({ namespace }) => namespace));
  return new Accounts([...new Set([trustDomain, ...trustDomainAliases])], known, open);
}

function hasUnknownAccount({ object, annotations }: KialiWorkload): boolean {
  return object?.external === true && isAccountUnknown(annotations);
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
