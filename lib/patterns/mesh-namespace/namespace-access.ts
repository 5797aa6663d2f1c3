import type { IConstruct } from 'constructs';
import { expectObject } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { isZtunnelField } from '../../istio/authorization-fields';
import type { Source } from '../../security/source';
import { readCallers } from '../allowed-callers';

/** Who may call a namespace that is closed. */
export interface DenyByDefaultOptions {
  /**
   * Callers that may call every workload of the namespace, on every port: what collects metrics, say.
   *
   * @default - nobody, except what `Access.allow` allows
   */
  readonly allowedCallers?: Source[];
}

/** Those who may call, settled. */
export interface AllowedCallers {
  readonly all: Source[];
  /** Those that ztunnel can distinguish by itself. */
  readonly forZtunnel: Source[];
}

/**
 * Who may call the workloads of a namespace, as long as no other policy says more.
 *
 * @example
 * NamespaceAccess.denyByDefault({ allowedCallers: [Source.namespace('monitoring')] });
 */
export class NamespaceAccess {
  /**
   * Nobody but the callers that are named here, and those that `Access.allow` or an `AuthorizationPolicy` lets in.
   *
   * @param options who may call everything in there
   */
  public static denyByDefault(options: DenyByDefaultOptions = {}): NamespaceAccess {
    return new NamespaceAccess(options);
  }

  private constructor(private readonly options: DenyByDefaultOptions) {}

  /**
   * @internal
   * @param enforcedBy who looks at the callers; where both do, ztunnel and a waypoint
   */
  public _write(scope: IConstruct, enforcedBy: 'sidecar' | 'ztunnel' | 'waypoint', problems: Problems): AllowedCallers {
    const example = '{ allowedCallers: [Source.workload(frontend)] }';
    const given = expectObject(this.options, 'DenyByDefaultOptions', problems, '', example) ?? {};
    const callers = readCallers(given.allowedCallers, scope, problems, 'nobody');
    const forZtunnel = callers.filter(({ fields, problems: at }) => {
      const unknown = fields.find((field) => !isZtunnelField(field));
      if (unknown !== undefined && enforcedBy === 'ztunnel') {
        at.add(
          '',
          `asks for ${unknown}, which ztunnel does not compare: with it, it would let none of the callers in. Write injection: Injection.ambient({ waypoint: Waypoint.own() }), or leave it out.`,
        );
      }
      return unknown === undefined;
    });
    return { all: callers.map(({ source }) => source), forZtunnel: forZtunnel.map(({ source }) => source) };
  }
}
