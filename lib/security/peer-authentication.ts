import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PeerAuthenticationMutualTls } from '../../imports/security';
import { PeerAuthentication as PeerAuthenticationObject } from '../../imports/security';
import { compact, expectItems, expectObject, needObject } from '../core/expect';
import { Problems, show } from '../core/problems';
import { TargetMesh } from '../core/target-mesh';
import { claimAllPods } from '../networking/all-pods';
import type { ResourceProps } from '../networking/istio-resource';
import { checkMetadata, IstioResource, objectNamespace } from '../networking/istio-resource';
import { MutualTls } from './mutual-tls';
import type { PolicyTarget, ResolvedTarget } from './policy-target';
import { resolveTarget, targetFields } from './policy-target';

/** How a port takes connections. */
export interface PortMutualTls {
  /**
   * A port of what the policy is for: of a Service (`PolicyTarget.podsOf`) by number or name, or of the containers of a workload. It is written
   * as that of the pods.
   */
  readonly port: number | string;

  /** How it takes connections. */
  readonly mode: MutualTls;
}

/** Options of a PeerAuthentication. */
export interface PeerAuthenticationProps extends ResourceProps {
  /**
   * The pods that it is for: `PolicyTarget.workload`, `.podsOf` or `.labels`. Istio field `selector`.
   *
   * Rejects gateways, whose servers say how they take connections, and what Istio finds by name.
   *
   * @default - every pod of the namespace; in the root namespace, of the mesh
   */
  readonly target?: PolicyTarget;

  /**
   * How the pods take connections. Istio field `mtls.mode`.
   *
   * @default - as the next wider policy says
   */
  readonly mode?: MutualTls;

  /**
   * Ports that take connections in another way. Istio field `portLevelMtls`.
   *
   * Rejects ports of pods that no `target` chooses: Istio would ignore them.
   *
   * @default - none
   */
  readonly ports?: PortMutualTls[];
}

/**
 * How pods take connections: with mutual TLS, by which callers prove who they are, without, or both.
 *
 * Rejects what Istio ignores: ports without a target, a target in the root namespace, and a second policy for all pods of a namespace.
 *
 * @example
 * new PeerAuthentication(chart, 'Default', { mode: MutualTls.STRICT });
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export class PeerAuthentication extends IstioResource {
  protected readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: PeerAuthenticationProps) {
    super(scope, id);
    const problems = new Problems();
    const example = '{ mode: MutualTls.STRICT }';
    const given: Partial<PeerAuthenticationProps> =
      expectObject(props, 'PeerAuthenticationProps', problems, '', example) ?? {};
    checkMetadata(given.metadata, problems);
    const namespace = objectNamespace(this, given.metadata);
    const target = resolveTarget(given.target, this, namespace, problems);
    if (problems.count === 0) {
      this.checkTarget(target, namespace, problems);
    }
    const mode = given.mode === undefined ? undefined : writeMode(given.mode, problems, 'mode');
    const portLevelMtls = writePorts(given.ports, target, problems);
    if (portLevelMtls !== undefined && given.target === undefined) {
      problems.add(
        'target',
        'is needed: Istio takes the modes of ports only for pods that are chosen. Write target: PolicyTarget.workload(deployment).',
      );
    }
    if (problems.count === 0 && mode === undefined && portLevelMtls === undefined) {
      problems.add('mode', 'is needed. Write MutualTls.STRICT.');
    }
    if (problems.count === 0 && target.matchLabels === undefined && namespace !== undefined) {
      this.checkOnlyDefault(namespace, problems);
    }
    problems.throwFor(this, 'PeerAuthentication');
    this.apiObject = new PeerAuthenticationObject(this, 'Resource', {
      metadata: given.metadata,
      spec: compact({
        ...targetFields(target),
        mtls: mode,
        portLevelMtls,
      }),
    });
  }

  private checkTarget(target: ResolvedTarget, namespace: string | undefined, problems: Problems): void {
    if (target.targetRefs !== undefined) {
      problems.add(
        'target',
        'is found by name, and a PeerAuthentication is for pods. Write PolicyTarget.workload(deployment).',
      );
    } else if (target.isGateway === true) {
      problems.add(
        'target',
        'is a gateway, whose servers say themselves how they take connections. Write tls: ServerTls.mutual(...) in the server of its Gateway.',
      );
    } else if (target.matchLabels !== undefined && namespace === TargetMesh.of(this).rootNamespace) {
      problems.add(
        'target',
        `chooses pods, and in the root namespace (${namespace}) Istio ignores such a policy. Leave target out for the whole mesh, or put the policy into the namespace of the pods.`,
      );
    }
  }

  /** Of several policies for all pods of a namespace Istio takes the oldest. */
  private checkOnlyDefault(namespace: string, problems: Problems): void {
    const holder = claimAllPods(this, 'PeerAuthentication', namespace);
    if (holder !== undefined) {
      problems.add(
        'target',
        `is needed: ${holder} is for all pods of namespace ${namespace} already, and Istio takes only one such policy. Write PolicyTarget.workload(deployment).`,
      );
    }
  }
}

function writeMode(mode: MutualTls, problems: Problems, field: string): PeerAuthenticationMutualTls | undefined {
  const modes = Object.values(MutualTls);
  if (!modes.includes(mode)) {
    const meant = modes.find((known) => known === String(mode).toUpperCase()) ?? 'STRICT';
    problems.add(field, `${show(mode)} is not a mode. Write MutualTls.${meant}.`);
    return undefined;
  }
  return { mode: mode as never };
}

function writePorts(
  ports: PortMutualTls[] | undefined,
  target: ResolvedTarget,
  problems: Problems,
): Record<string, PeerAuthenticationMutualTls> | undefined {
  const example = '[{ port: 8080, mode: MutualTls.PERMISSIVE }]';
  const entries = expectItems(ports, problems, 'ports', example);
  if (entries === undefined) {
    return undefined;
  }
  const written: Record<string, PeerAuthenticationMutualTls> = {};
  entries.forEach((entry, i) => {
    const at = problems.in(`ports[${i}]`);
    const given = needObject(entry, 'PortMutualTls', at, '', example.slice(1, -1));
    if (given === undefined) {
      return;
    }
    const mode = writeMode(given.mode, at, 'mode');
    for (const number of target.ports.numbers(given.port, at, 'port')) {
      if (String(number) in written) {
        at.add(
          'port',
          `${show(given.port)} is port ${number} of the pods, which has a mode already. Leave one of them out.`,
        );
      } else if (mode !== undefined) {
        written[String(number)] = mode;
      }
    }
  });
  return written;
}
