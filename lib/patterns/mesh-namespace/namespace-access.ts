import type { IConstruct } from 'constructs';
import { expectList, expectObject } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { isZtunnelField } from '../../istio/authorization-fields';
import { ALL_PODS } from '../../security/policy-target';
import { Source } from '../../security/source';

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
    const example = '[Source.workload(frontend)]';
    const given =
      expectObject(this.options, 'DenyByDefaultOptions', problems, '', `{ allowedCallers: ${example} }`) ?? {};
    if (Array.isArray(given.allowedCallers) && given.allowedCallers.length === 0) {
      problems.add('allowedCallers', `is empty. Write ${example}, or leave it out for nobody.`);
    }
    const all = expectList(given.allowedCallers, problems, 'allowedCallers', example);
    const forZtunnel = all.filter((caller, i) => {
      const at = problems.in(`allowedCallers[${i}]`);
      if (!(caller instanceof Source)) {
        at.add('', `${show(caller)} is not a Source. Write Source.workload(frontend).`);
        return false;
      }
      const fields = Object.keys(caller._write({ scope, action: 'ALLOW', ports: ALL_PODS.ports }, at));
      const unknown = fields.find((field) => !isZtunnelField(field));
      if (unknown !== undefined && enforcedBy === 'ztunnel') {
        at.add(
          '',
          `asks for ${unknown}, which ztunnel does not compare: with it, it would let none of the callers in. Write injection: Injection.ambient({ waypoint: Waypoint.own() }), or leave it out.`,
        );
      }
      return unknown === undefined;
    });
    return { all, forZtunnel };
  }
}
