import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { LuaConfig, WasmConfig } from '../../imports/extensions';
import {
  TrafficExtension as TrafficExtensionObject,
  TrafficExtensionExecutionPhase as ExecutionPhase,
} from '../../imports/extensions';
import { compact, expectEnum, expectInteger, expectObject } from '../core/expect';
import { Problems, show } from '../core/problems';
import type { ResourceProps } from '../networking/istio-resource';
import { checkMetadata, IstioResource, objectNamespace } from '../networking/istio-resource';
import type { PolicyTarget } from '../security/policy-target';
import { resolveTarget, targetFields } from '../security/policy-target';
import type { TrafficMatch } from './traffic-match';
import { writeTrafficMatch } from './traffic-match';
import type { WasmModule } from './wasm-module';
import { writeModule } from './wasm-module';

/** Options of a TrafficExtension. One of `wasm` and `lua` is needed. */
export interface TrafficExtensionProps extends ResourceProps {
  /**
   * What it is for. Istio fields `selector` and `targetRefs`.
   *
   * @default - every pod of the namespace; in the root namespace, of the mesh
   */
  readonly target?: PolicyTarget;

  /**
   * A WebAssembly module. Either `wasm` or `lua`. Istio field `wasm`.
   *
   * @default - `lua`
   */
  readonly wasm?: WasmModule;

  /**
   * Lua code with a function `envoy_on_request` or `envoy_on_response`, 65536 bytes at most. Either `wasm` or `lua`. Istio field `lua.inlineCode`.
   *
   * @default - `wasm`
   */
  readonly lua?: string;

  /**
   * Where it stands among the filters of Istio: before authentication, before authorization or before metrics. Istio field `phase`.
   *
   * @default - the end, before the router
   */
  readonly phase?: ExecutionPhase;

  /**
   * The order among extensions of a phase: higher numbers first (-2147483648 to 2147483647). Istio field `priority`.
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

const WASM = "{ url: 'oci://registry.example.com/filter:1.0' }";
const MAX_CODE = 65536;

/**
 * Code of your own that proxies run on requests or connections: a WebAssembly module, or Lua. Since Istio 1.30.
 *
 * @example
 * new TrafficExtension(chart, 'Header', {
 *   lua: 'function envoy_on_response(handle) handle:headers():add("x-served-by", "shop") end',
 *   match: [{ mode: WorkloadMode.SERVER }],
 * });
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/
 */
export class TrafficExtension extends IstioResource {
  protected readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: TrafficExtensionProps) {
    super(scope, id);
    const problems = new Problems();
    const example = `{ wasm: ${WASM} }`;
    const given: TrafficExtensionProps = expectObject(props, 'TrafficExtensionProps', problems, '', example) ?? {};
    checkMetadata(given.metadata, problems);
    const namespace = objectNamespace(this, given.metadata);
    const target = resolveTarget(given.target, this, namespace, problems);
    if (given.wasm !== undefined && given.lua !== undefined) {
      problems.add('lua', 'stands beside wasm, and an extension is one of them. Write an extension for each.');
    } else if (given.wasm === undefined && given.lua === undefined) {
      problems.add('', `has nothing to run. Write ${example}, or lua: 'function envoy_on_request(handle) ... end'.`);
    }
    const spec = compact({
      ...targetFields(target),
      phase: expectEnum(given.phase, ExecutionPhase, 'extensions.TrafficExtensionExecutionPhase', problems, 'phase'),
      priority: expectInteger(given.priority, -2147483648, 2147483647, problems, 'priority', 'a priority'),
      match: writeTrafficMatch(given.match, problems),
      wasm: writeWasm(given.wasm, problems),
      lua: writeLua(given.lua, problems),
    });
    problems.throwFor(this, 'TrafficExtension');
    this.apiObject = new TrafficExtensionObject(this, 'Resource', { metadata: given.metadata, spec });
  }
}

function writeWasm(wasm: WasmModule | undefined, problems: Problems): WasmConfig | undefined {
  const given = expectObject(wasm, 'WasmModule', problems, 'wasm', WASM);
  return given === undefined ? undefined : writeModule(given, problems.in('wasm'));
}

function writeLua(code: string | undefined, problems: Problems): LuaConfig | undefined {
  if (code === undefined) {
    return undefined;
  }
  if (typeof code !== 'string' || !/\benvoy_on_re(quest|sponse)\b/.test(code)) {
    problems.add(
      'lua',
      `${show(code)} has no function that Envoy calls. Write one: 'function envoy_on_request(handle) ... end', or envoy_on_response.`,
    );
  } else if (Buffer.byteLength(code) > MAX_CODE) {
    problems.add(
      'lua',
      `has ${Buffer.byteLength(code)} bytes, and Istio takes at most ${MAX_CODE}. Make a WebAssembly module of it.`,
    );
  }
  return { inlineCode: code };
}
