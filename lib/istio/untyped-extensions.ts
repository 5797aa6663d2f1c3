import type { EnvoyFilterEnvoyConfigObjectPatch as ConfigPatch } from '../../imports/networking';
import { isObject } from '../core/is-object';
import { show } from '../core/problems';
import { envoyTypes } from './envoy-types';
import { PATCH_TARGETS } from './patch-targets';
import type { ProtoField } from './proto-types';
import { jsonName } from './proto-types';

/** An extension of Envoy that is named without the type of its configuration. */
export interface UntypedExtension {
  /** Where it stands in the patch: `patch.value.listener_filters[0]`. */
  readonly path: string;
  readonly name: string;
}

/**
 * The extensions that a patch of an EnvoyFilter names without `typed_config`, by which alone Envoy finds them
 * (envoy source/common/config/utility.h: getAndCheckFactory).
 */
export function untypedExtensions({ applyTo, patch }: ConfigPatch): UntypedExtension[] {
  const message = PATCH_TARGETS.get(applyTo ?? '')?.message;
  const value: unknown = patch?.value;
  if (message === undefined || applyTo === 'BOOTSTRAP' || patch?.operation === 'REMOVE' || !isObject(value)) {
    return [];
  }
  const found: UntypedExtension[] = [];
  // What is merged may be only a part of what is there; entries of lists are always added whole.
  inMessage(message, value, 'patch.value', patch?.operation !== 'MERGE', found);
  return found;
}

/** What Envoy does with such a patch, and what to write. */
export function untypedWords(
  { applyTo }: ConfigPatch,
  { name }: UntypedExtension,
): { readonly message: string; readonly fix: string } {
  const part = PARTS.get(applyTo ?? '') ?? 'listener';
  const type = TYPES.get(name);
  const need = NEEDS.get(name);
  return {
    message: `${show(name)} has no typed_config. Envoy no longer finds extensions by their name: it refuses the patched ${part} with "Didn't find a registered implementation".`,
    fix:
      type === undefined
        ? 'Write typed_config with the "@type" of the extension, as its page in the documentation of Envoy shows it.'
        : `Write typed_config: { "@type": type.googleapis.com/${type} }${need === undefined ? '' : `, with ${need}`}.`,
  };
}

const PARTS: ReadonlyMap<string, string> = new Map([
  ['CLUSTER', 'cluster'],
  ['ROUTE_CONFIGURATION', 'route configuration'],
  ['VIRTUAL_HOST', 'route configuration'],
  ['HTTP_ROUTE', 'route configuration'],
  ['EXTENSION_CONFIG', 'extension'],
]);

/** A cluster of an own type is found by its name still, and what is optional is left out where it is not found. */
function mayBeUntyped(message: string, value: Record<string, unknown>): boolean {
  return message === 'envoy.config.cluster.v3.Cluster.CustomClusterType' || given(value, 'is_optional') === true;
}

function inMessage(
  message: string,
  value: Record<string, unknown>,
  path: string,
  isWhole: boolean,
  found: UntypedExtension[],
): void {
  const fields = envoyTypes().fields(message);
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
  { type, list: isList, keys }: ProtoField,
  value: unknown,
  path: string,
  isWhole: boolean,
  found: UntypedExtension[],
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

/** The field that these types cannot be without. */
const NEEDS: ReadonlyMap<string, string> = new Map([
  ['envoy.access_loggers.file', 'path'],
  ['envoy.filters.http.buffer', 'max_request_bytes'],
  ['envoy.filters.http.compressor', 'compressor_library'],
  ['envoy.retry_priorities.previous_priorities', 'update_frequency'],
]);
