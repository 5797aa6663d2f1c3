import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { PluginPhase, WasmPlugin as WasmPluginObject } from '../../imports/extensions';
import { compact, expectEnum, expectInteger, expectObject } from '../core/expect';
import { Problems } from '../core/problems';
import type { ResourceProps } from '../networking/istio-resource';
import { checkMetadata, IstioResource, objectNamespace } from '../networking/istio-resource';
import type { PolicyTarget } from '../security/policy-target';
import { resolveTarget, targetFields } from '../security/policy-target';
import type { TrafficMatch } from './traffic-match';
import { writeTrafficMatch } from './traffic-match';
import type { WasmModule } from './wasm-module';
import { writeModule } from './wasm-module';

/** Options of a WasmPlugin. */
export interface WasmPluginProps extends ResourceProps, WasmModule {
  /**
   * What it is for. Istio fields `selector` and `targetRefs`.
   *
   * @default - every pod of the namespace; in the root namespace, of the mesh
   */
  readonly target?: PolicyTarget;

  /**
   * Where it stands among the filters of Istio: before authentication, before authorization or before metrics. Istio field `phase`.
   *
   * @default - the end, before the router
   */
  readonly phase?: PluginPhase;

  /**
   * The order among plugins of a phase: higher numbers first (-2147483648 to 2147483647). Istio field `priority`.
   *
   * @default 0
   */
  readonly priority?: number;

  /**
   * What it sees: whatever one of these matches. Istio field `match`.
   *
   * @default - everything
   */
  readonly match?: TrafficMatch[];
}

/**
 * A WebAssembly module that proxies run on requests or connections.
 *
 * Since Istio 1.30 a `TrafficExtension` says the same, and takes Lua too.
 *
 * @example
 * new WasmPlugin(chart, 'Auth', {
 *   target: PolicyTarget.gatewayWorkload(GatewayWorkload.istioIngress()),
 *   url: 'oci://registry.example.com/auth:1.0',
 *   phase: extensions.PluginPhase.AUTHN,
 *   pluginConfig: { realm: 'shop' },
 * });
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/
 */
export class WasmPlugin extends IstioResource {
  protected readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: WasmPluginProps) {
    super(scope, id);
    const problems = new Problems();
    const example = "{ url: 'oci://registry.example.com/filter:1.0' }";
    const given: Partial<WasmPluginProps> = expectObject(props, 'WasmPluginProps', problems, '', example) ?? {};
    checkMetadata(given.metadata, problems);
    const namespace = objectNamespace(this, given.metadata);
    const target = resolveTarget(given.target, this, namespace, problems);
    const spec = compact({
      ...targetFields(target),
      ...writeModule(given, problems),
      phase: expectEnum(given.phase, PluginPhase, 'extensions.PluginPhase', problems, 'phase'),
      priority: expectInteger(given.priority, -2147483648, 2147483647, problems, 'priority', 'a priority'),
      match: writeTrafficMatch(given.match, problems),
    });
    problems.throwFor(this, 'WasmPlugin');
    this.apiObject = new WasmPluginObject(this, 'Resource', { metadata: given.metadata, spec });
  }
}
