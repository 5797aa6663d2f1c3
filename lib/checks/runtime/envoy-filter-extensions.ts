import type { EnvoyFilterEnvoyConfigObjectPatch as ConfigPatch } from '../../../imports/networking';
import { isObject } from '../../core/is-object';
import { show } from '../../core/problems';
import { list } from '../../schema/words';
import type { Check } from '../check';
import type { EnvoyField } from '../webhook/envoy-filter/envoy-types';
import { envoyFields, jsonName } from '../webhook/envoy-filter/envoy-types';
import { PATCH_TARGETS } from '../webhook/envoy-filter/patch-targets';

/** Extensions of Envoy that patches name without the type of their configuration. */
export const envoyFilterExtensions: Check = {
  name: 'envoy-filter-extensions',
  mirrors: ['envoy source/common/config/utility.h: getAndCheckFactory'],
  codes: {
    CDI0320: {
      name: 'EnvoyExtensionWithoutType',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A patch of an EnvoyFilter names an extension of Envoy without its typed_config.',
      explanation:
        'Envoy finds an extension (a listener filter, an access logger, a transport socket, a retry predicate, a tracer) by the type of its configuration, `typed_config` with `"@type"`, even if it has nothing to configure. Old releases also found it by its name. The patch is valid for Istio, but each proxy that it applies to refuses the patched listener, route or cluster: existing proxies keep the old one, and new ones have none, so that their connections are refused.',
      remedy: 'Write typed_config with the "@type" of the extension.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
        'https://www.envoyproxy.io/docs/envoy/latest/configuration/overview/extension',
        'https://github.com/istio/istio/issues/49836',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('networking.istio.io/EnvoyFilter')) {
      (object.spec.configPatches ?? []).forEach((patch, i) => {
        for (const { path, name } of untyped(patch, `spec.configPatches[${i}].patch.value`)) {
          const type = TYPES.get(name);
          report({
            code: 'CDI0320',
            object,
            path,
            message: `${show(name)} has no typed_config. Envoy no longer finds extensions by their name: it refuses the patched ${whatOf(patch)} with "Didn't find a registered implementation".`,
            fix:
              type === undefined
                ? 'Write typed_config with the "@type" of the extension, as its page in the documentation of Envoy shows it.'
                : `Write typed_config: { "@type": type.googleapis.com/${type} }${NEEDS.has(name) ? `, with ${list(NEEDS.get(name)!)}` : ''}.`,
          });
        }
      });
    }
  },
};

interface Place {
  readonly path: string;
  readonly name: string;
}

const WHATS: ReadonlyMap<string, string> = new Map([
  ['CLUSTER', 'cluster'],
  ['ROUTE_CONFIGURATION', 'route configuration'],
  ['VIRTUAL_HOST', 'route configuration'],
  ['HTTP_ROUTE', 'route configuration'],
  ['EXTENSION_CONFIG', 'extension'],
]);

function whatOf({ applyTo }: ConfigPatch): string {
  return WHATS.get(applyTo ?? '') ?? 'listener';
}

function untyped({ applyTo, patch }: ConfigPatch, path: string): Place[] {
  const message = PATCH_TARGETS.get(applyTo ?? '')?.message;
  const value: unknown = patch?.value;
  if (message === undefined || applyTo === 'BOOTSTRAP' || patch?.operation === 'REMOVE' || !isObject(value)) {
    return [];
  }
  const found: Place[] = [];
  // What is merged may be only a part of what is there; entries of lists are always added whole.
  inMessage(message, value, path, patch?.operation !== 'MERGE', found);
  return found;
}

/** A cluster of an own type is found by its name still, and what is optional is left out where it is not found. */
function mayBeUntyped(message: string, value: Record<string, unknown>): boolean {
  return message === 'envoy.config.cluster.v3.Cluster.CustomClusterType' || given(value, 'is_optional') === true;
}

function inMessage(
  message: string,
  value: Record<string, unknown>,
  path: string,
  isWhole: boolean,
  found: Place[],
): void {
  const fields = envoyFields(message);
  if (fields === undefined) {
    return;
  }
  const { name } = value;
  if (
    isWhole &&
    fields.has('typed_config') &&
    typeof name === 'string' &&
    name !== '' &&
    !mayBeUntyped(message, value) &&
    ['typed_config', 'config_discovery', 'config'].every((field) => given(value, field) === undefined)
  ) {
    found.push({ path, name });
  }
  for (const [key, part] of Object.entries(value)) {
    const field = fields.get(key);
    if (field !== undefined) {
      inField(field, part, `${path}.${key}`, isWhole, found);
    }
  }
}

function inField(
  { type, list: isList, keys }: EnvoyField,
  value: unknown,
  path: string,
  isWhole: boolean,
  found: Place[],
): void {
  const visit = (part: unknown, at: string, whole: boolean): void => {
    if (!isObject(part)) {
      return;
    }
    if (type.form === 'message') {
      inMessage(type.name, part, at, whole, found);
    } else if (type.form === 'wellKnown' && type.name === 'Any') {
      const url = part['@type'];
      inMessage(typeof url === 'string' ? url.slice(url.lastIndexOf('/') + 1) : '', part, at, whole, found);
    }
  };
  if (isList && Array.isArray(value)) {
    value.forEach((part, i) => visit(part, `${path}[${i}]`, true));
  } else if (keys !== undefined && isObject(value)) {
    Object.entries(value).forEach(([key, part]) => visit(part, `${path}.${key}`, isWhole));
  } else {
    visit(value, path, isWhole);
  }
}

/** A field by either of its names; nothing for null. */
function given(value: Record<string, unknown>, field: string): unknown {
  return value[jsonName(field)] ?? value[field] ?? undefined;
}

/** The types of extensions that are often named alone. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['envoy.filters.listener.proxy_protocol', 'envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol'],
  ['envoy.filters.listener.tls_inspector', 'envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector'],
  ['envoy.filters.listener.http_inspector', 'envoy.extensions.filters.listener.http_inspector.v3.HttpInspector'],
  ['envoy.filters.listener.original_dst', 'envoy.extensions.filters.listener.original_dst.v3.OriginalDst'],
  ['envoy.filters.listener.original_src', 'envoy.extensions.filters.listener.original_src.v3.OriginalSrc'],
  ['envoy.access_loggers.file', 'envoy.extensions.access_loggers.file.v3.FileAccessLog'],
  ['envoy.access_loggers.stdout', 'envoy.extensions.access_loggers.stream.v3.StdoutAccessLog'],
  ['envoy.access_loggers.stderr', 'envoy.extensions.access_loggers.stream.v3.StderrAccessLog'],
  ['envoy.transport_sockets.raw_buffer', 'envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer'],
  ['envoy.filters.http.router', 'envoy.extensions.filters.http.router.v3.Router'],
  ['envoy.filters.http.cors', 'envoy.extensions.filters.http.cors.v3.Cors'],
  ['envoy.filters.http.grpc_web', 'envoy.extensions.filters.http.grpc_web.v3.GrpcWeb'],
  ['envoy.filters.http.buffer', 'envoy.extensions.filters.http.buffer.v3.Buffer'],
  ['envoy.filters.http.compressor', 'envoy.extensions.filters.http.compressor.v3.Compressor'],
  [
    'envoy.retry_host_predicates.previous_hosts',
    'envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate',
  ],
  [
    'envoy.retry_priorities.previous_priorities',
    'envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig',
  ],
]);

/** The fields that these types cannot be without. */
const NEEDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['envoy.access_loggers.file', ['path']],
  ['envoy.filters.http.buffer', ['max_request_bytes']],
  ['envoy.filters.http.compressor', ['compressor_library']],
  ['envoy.retry_priorities.previous_priorities', ['update_frequency']],
]);
