import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { needObject } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { namedObject } from './manifest';
import { dnsLabelProblem, objectNameProblem } from './names';
import type { IServiceAccountLike } from './service-account-like';
import type { IMetadataLike } from './service-like';

/** What is known of a ServiceAccount that lives elsewhere. */
export interface ServiceAccountRefOptions {
  /**
   * The namespace of the ServiceAccount.
   *
   * @default - the namespace of the chart in which the reference is used
   */
  readonly namespace?: string;
}

/**
 * A ServiceAccount that this app doesn't make: the identity of another team's workload, or of one that is made by Helm or by hand.
 *
 * Wrong names are reported by the construct that uses the reference.
 *
 * @example
 * ServiceAccountRef.fromName('checkout', { namespace: 'orders' });
 */
export class ServiceAccountRef implements IServiceAccountLike {
  /**
   * A ServiceAccount by its name.
   *
   * @param name `metadata.name` of the ServiceAccount
   * @param options its namespace
   */
  public static fromName(name: string, options: ServiceAccountRefOptions = {}): ServiceAccountRef {
    return new ServiceAccountRef(options, name, { namespace: options?.namespace });
  }

  private constructor(
    private readonly options: ServiceAccountRefOptions,
    /** `metadata.name` of the ServiceAccount. */
    public readonly name: string,
    /** Where the ServiceAccount lives. */
    public readonly metadata?: IMetadataLike,
  ) {}

  /** @internal */
  public get _kind(): string {
    return 'ServiceAccount';
  }

  /** @internal */
  public _check(problems: Problems): void {
    needObject(this.options, 'ServiceAccountRefOptions', problems, '', "{ namespace: 'orders' }");
  }
}

/** A ServiceAccount whose name and namespace are settled. */
export interface Identity {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** The identity of a workload that this app doesn't make. */
export class IdentityElsewhere implements Identity {
  constructor(
    public readonly namespace: string,
    public readonly serviceAccount: string,
  ) {}
}

/** Settles which ServiceAccount is meant. */
export function resolveServiceAccount(
  given: IServiceAccountLike | IConstruct,
  scope: IConstruct,
  problems: Problems,
): Identity | undefined {
  const account = given as Partial<IServiceAccountLike> | null;
  const object = namedObject(given);
  if (typeof account !== 'object' || account === null || !('name' in account)) {
    problems.add(
      '',
      `${show(given)} is not a ServiceAccount. Write a ServiceAccount of this app, or ServiceAccountRef.fromName('checkout', { namespace: 'orders' }).`,
    );
    return undefined;
  }
  if (object !== undefined && object.kind !== 'ServiceAccount') {
    problems.add(
      '',
      `${object.kind} "${object.name}" is not a ServiceAccount. Write ServiceAccountRef.fromName('checkout', { namespace: 'orders' }).`,
    );
    return undefined;
  }
  const before = problems.count;
  if (account instanceof ServiceAccountRef) {
    account._check(problems);
  }
  const nameProblem = objectNameProblem(account.name);
  const namespace = account.metadata?.namespace ?? importedNamespace(account) ?? Chart.of(scope).namespace;
  if (nameProblem !== undefined) {
    problems.add('', nameProblem);
  } else if (namespace === undefined) {
    problems.add(
      '',
      `the namespace of ServiceAccount "${account.name}" is not known. Give the chart one: new Chart(app, 'id', { namespace: '...' }).`,
    );
  } else {
    const problem = dnsLabelProblem(namespace, 'the name of a namespace');
    if (problem !== undefined) {
      problems.add('', problem);
    }
  }
  return problems.count > before ? undefined : { namespace: namespace!, serviceAccount: account.name! };
}

/** The namespace of what cdk8s-plus refers to by `ServiceAccount.fromServiceAccountName`, which has no metadata. */
function importedNamespace(account: unknown): string | undefined {
  const subject = account as { toSubjectConfiguration?: () => { namespace?: string } };
  return typeof subject.toSubjectConfiguration === 'function' ? subject.toSubjectConfiguration().namespace : undefined;
}
