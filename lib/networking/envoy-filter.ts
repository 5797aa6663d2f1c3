import type { ApiObject } from 'cdk8s';
import { Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import type {
  EnvoyFilterEnvoyConfigObjectPatch,
  PolicyTargetReference,
  WorkloadSelector,
} from '../../imports/networking';
import { EnvoyFilter as EnvoyFilterObject } from '../../imports/networking';
import { checkWholeAtSynth } from '../core/at-synth';
import { compact, expectBoolean, expectInteger, expectList, expectObject } from '../core/expect';
import { Problems, show } from '../core/problems';
import { checkStructure } from '../core/structure';
import { isInstalledGateway } from '../istio/installed-gateways';
import { untypedExtensions, untypedWords } from '../istio/untyped-extensions';
import type { ResourceProps } from './istio-resource';
import { checkMetadata, IstioResource } from './istio-resource';

/** Options of an EnvoyFilter. One of `workloadSelector`, `targetRefs` and `appliesToWholeNamespace` is needed. */
export interface EnvoyFilterProps extends ResourceProps {
  /**
   * Labels of the pods whose proxies are changed. Istio field `workloadSelector`.
   *
   * @default - `targetRefs` or `appliesToWholeNamespace`
   */
  readonly workloadSelector?: WorkloadSelector;

  /**
   * Gateway API gateways, waypoints or Services whose proxies are changed. Istio field `targetRefs`.
   *
   * @default - `workloadSelector` or `appliesToWholeNamespace`
   */
  readonly targetRefs?: PolicyTargetReference[];

  /**
   * Whether the filter applies to every proxy of the namespace; in the root namespace that is every proxy of the mesh. It writes no
   * field: to Istio, a filter without a selector means this.
   *
   * @default false
   */
  readonly appliesToWholeNamespace?: boolean;

  /**
   * The changes, in their order. `patch.value` is Envoy's own configuration and written as it is, a `null` included; languages
   * other than TypeScript can't give it one. Istio field `configPatches`.
   *
   * @default - none; at least one with `addConfigPatch`
   */
  readonly configPatches?: EnvoyFilterEnvoyConfigObjectPatch[];

  /**
   * In which order the filters of one proxy are applied: lower numbers first, negative ones before those without (-2147483648 to
   * 2147483647). Istio field `priority`.
   *
   * @default 0
   */
  readonly priority?: number;
}

/** Patches that depend on what another EnvoyFilter has done before. */
const RELATIVE = ['INSERT_BEFORE', 'INSERT_AFTER', 'REPLACE', 'REMOVE'];
/** What Istio ignores: a patch of these can change, but neither add nor remove. */
const FIXED = ['ROUTE_CONFIGURATION', 'HTTP_ROUTE'];
const REPLACEABLE = ['NETWORK_FILTER', 'HTTP_FILTER', 'VIRTUAL_HOST'];

/**
 * Changes to the Envoy configuration that Istio generates, for what no other resource can express.
 *
 * Envoy's configuration is not an API of Istio: look at it again with each release of Istio.
 *
 * Rejects a filter that doesn't say whose proxies it changes, patches that Istio ignores, patches for sidecars with the labels of a gateway,
 * patches that depend on other filters without a `priority`, and extensions of Envoy without their `typed_config`.
 *
 * @example
 * new EnvoyFilter(chart, 'IdleTimeout', {
 *   workloadSelector: { labels: { app: 'shop' } },
 *   configPatches: [
 *     {
 *       applyTo: networking.EnvoyFilterApplyTo.CLUSTER,
 *       match: { context: networking.EnvoyFilterPatchContext.SIDECAR_OUTBOUND },
 *       patch: { operation: networking.EnvoyFilterPatchOperation.MERGE, value: { per_connection_buffer_limit_bytes: 65536 } },
 *     },
 *   ],
 * });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/
 */
export class EnvoyFilter extends IstioResource {
  protected readonly apiObject: ApiObject;

  private readonly patches: EnvoyFilterEnvoyConfigObjectPatch[] = [];
  private readonly priority: number | undefined;
  private readonly selectsGateway: boolean;

  constructor(scope: Construct, id: string, props: EnvoyFilterProps) {
    super(scope, id);
    const problems = new Problems();
    const given =
      expectObject(
        props,
        'EnvoyFilterProps',
        problems,
        '',
        "{ workloadSelector: { labels: { app: 'shop' } }, configPatches: [...] }",
      ) ?? {};
    checkMetadata(given.metadata, problems);
    const { workloadSelector, targetRefs } = given;
    this.priority = expectInteger(given.priority, -2147483648, 2147483647, problems, 'priority', 'a priority');
    const before = problems.count;
    checkStructure(this, 'EnvoyFilterSpec', compact({ workloadSelector, targetRefs }), problems);
    if (problems.count === before) {
      checkTarget(given, problems);
    }
    // Of other pods it is not known here what they are.
    this.selectsGateway = problems.count === before && isInstalledGateway(workloadSelector?.labels ?? {});
    for (const patch of expectList(
      given.configPatches,
      problems,
      'configPatches',
      '[{ applyTo: ..., match: ..., patch: ... }]',
    )) {
      this.pushPatch(patch, problems.in(`configPatches[${this.patches.length}]`));
    }
    problems.throwFor(this, 'EnvoyFilter');
    this.apiObject = new EnvoyFilterObject(this, 'Resource', {
      metadata: given.metadata,
      spec: Lazy.any({
        produce: () => compact({ workloadSelector, targetRefs, priority: this.priority, configPatches: this.patches }),
      }) as never,
    });
    checkWholeAtSynth(this, 'EnvoyFilter', () =>
      this.patches.length > 0
        ? []
        : ['EnvoyFilter has no patch. Give it one: configPatches: [{ applyTo: ..., patch: ... }].'],
    );
  }

  /** Adds a change after those that are there. */
  public addConfigPatch(patch: EnvoyFilterEnvoyConfigObjectPatch): void {
    const problems = new Problems();
    this.pushPatch(patch, problems.in(`configPatches[${this.patches.length}]`));
    if (problems.count > 0) {
      this.patches.pop();
    }
    problems.throwFor(this, 'EnvoyFilter');
  }

  private pushPatch(patch: EnvoyFilterEnvoyConfigObjectPatch, problems: Problems): void {
    this.patches.push(patch);
    const before = problems.count;
    checkStructure(this, 'EnvoyFilterEnvoyConfigObjectPatch', patch, problems);
    if (problems.count > before) {
      return;
    }
    const { applyTo, match, patch: change } = patch ?? {};
    if (this.selectsGateway && /^SIDECAR_/.test(match?.context ?? '')) {
      problems.add(
        'match.context',
        `${match!.context} is for sidecars, and workloadSelector selects a gateway, so the patch would never be applied. Write GATEWAY.`,
      );
    }
    if (applyTo === undefined || applyTo === 'INVALID') {
      problems.add(
        'applyTo',
        'is required: it says what to change, for example networking.EnvoyFilterApplyTo.NETWORK_FILTER.',
      );
    }
    const operation = change?.operation;
    if (operation === undefined || operation === 'INVALID') {
      problems.add(
        'patch.operation',
        'is required: it says how to change it, for example networking.EnvoyFilterPatchOperation.MERGE.',
      );
      return;
    }
    if (operation !== 'REMOVE' && change?.value === undefined) {
      problems.add('patch.value', `is needed for ${operation}. Write the part of Envoy's configuration.`);
    }
    if (FIXED.includes(applyTo!) && (operation === 'ADD' || operation === 'REMOVE')) {
      problems.add('patch.operation', `Istio ignores ${operation} for ${applyTo}. Write MERGE.`);
    }
    if (operation === 'REPLACE' && !REPLACEABLE.includes(applyTo!)) {
      problems.add(
        'patch.operation',
        `Istio ignores REPLACE for ${applyTo}; it only supports it for ${REPLACEABLE.join(', ')}. Write MERGE.`,
      );
    }
    if (RELATIVE.includes(operation) && (this.priority ?? 0) === 0) {
      problems.add(
        'patch.operation',
        `${operation} depends on other EnvoyFilters that are applied before. Set the order with priority: 10.`,
      );
    }
    for (const extension of untypedExtensions(patch)) {
      const { message, fix } = untypedWords(patch, extension);
      problems.add(extension.path, `${message} ${fix}`);
    }
  }
}

/** A filter without a selector changes every proxy of its namespace, and in the root namespace every proxy of the mesh. */
function checkTarget(
  { workloadSelector, targetRefs, appliesToWholeNamespace }: EnvoyFilterProps,
  problems: Problems,
): void {
  expectBoolean(appliesToWholeNamespace, problems, 'appliesToWholeNamespace');
  if (appliesToWholeNamespace === true) {
    if (workloadSelector !== undefined || targetRefs !== undefined) {
      problems.add('appliesToWholeNamespace', 'contradicts workloadSelector and targetRefs. Omit it.');
    }
    return;
  }
  if ((targetRefs ?? []).length > 0) {
    return;
  }
  if (Object.keys(workloadSelector?.labels ?? {}).length === 0) {
    problems.add(
      'workloadSelector',
      `${workloadSelector === undefined ? 'is missing' : `${show(workloadSelector)} names no label`}, so the filter would change every proxy of its namespace, and in the root namespace every proxy of the mesh. ` +
        "Write { labels: { app: 'shop' } }; to patch all of them, write appliesToWholeNamespace: true.",
    );
  }
}
