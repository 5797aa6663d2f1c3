import { show } from '../../../core/problems';
import { nearest } from '../../../core/unknown-field';
import { isObject } from '../../../core/is-object';
import { parseGoDuration } from '../../../schema/go-duration';
import type { WebhookVerdict } from '../webhook-check';
import { envoyTypes } from '../../../istio/envoy-types';
import type { ProtoField, ProtoType } from '../../../istio/proto-types';
import { jsonName } from '../../../istio/proto-types';
import { keyProblem, scalarProblem, WRAPPERS } from '../../../schema/proto-scalar';

/** Types that have a value of their own in an Any, and not fields. */
const BARE = new Set([
  ...Object.keys(WRAPPERS),
  'Any',
  'Duration',
  'Timestamp',
  'Struct',
  'Value',
  'ListValue',
  'Empty',
]);
/** Packages that istiod has types of that are not known here: nobody writes them into a configuration. */
const OTHERS =
  /^(?:envoy\.(?:admin|service|annotations|watchdog|tcp|data)|xds\.annotations|udpa\.annotations|agentgateway|cel|config|gnostic|google|grpc|io\.prometheus|istio|openapi|opentelemetry|pb|validate)\./;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** Reads the value of a patch as istiod does, into a message of Envoy, and says what does not fit. */
export class PatchValue {
  constructor(private readonly verdict: WebhookVerdict) {}

  /** @param named whether extensions that are only named are to be told of, as istiod does outside lists */
  public check(value: unknown, message: string, path: string, named: boolean): void {
    if (value === null) {
      return;
    }
    if (!isObject(value)) {
      this.misfit(value, `an object with the fields of ${message}`, path);
      return;
    }
    const fields = envoyTypes().fields(message) ?? new Map<string, ProtoField>();
    for (const [name, part] of Object.entries(value)) {
      const field = fields.get(name);
      if (field === undefined) {
        this.unknownField(name, message, [...fields.values()], path);
      } else if (part !== null && (name === jsonName(field.name) || !Object.hasOwn(value, jsonName(field.name)))) {
        this.field(field, part, `${path}.${name}`, named);
      }
    }
    if (named && fields.has('typed_config') && !isSet(value, 'typed_config') && !isSet(value, 'config_discovery')) {
      this.verdict.warning(
        path,
        `${show(value.name ?? '')} has no typed_config. Envoy finds extensions by the type of their configuration, and by their name in old releases only.`,
        'Write typed_config with the "@type" of the extension.',
      );
    }
  }

  private field({ type, list, keys }: ProtoField, value: unknown, path: string, named: boolean): void {
    if (list) {
      if (Array.isArray(value)) {
        value.forEach((item, i) => this.value(type, item, `${path}[${i}]`, false));
      } else {
        this.misfit(value, 'a list', path);
      }
    } else if (keys !== undefined) {
      if (isObject(value)) {
        Object.entries(value).forEach(([key, item]) => this.entry(keys, key, type, item, `${path}.${key}`));
      } else {
        this.misfit(value, 'an object', path);
      }
    } else {
      this.value(type, value, path, named);
    }
  }

  private entry(keys: string, key: string, type: ProtoType, value: unknown, path: string): void {
    const wanted = keys === 's' ? undefined : keyProblem(keys, key);
    if (wanted !== undefined) {
      this.verdict.error(path, `The key ${show(key)} is not ${wanted}.`, `Write ${wanted} for the key.`);
    }
    this.value(type, value, path, false);
  }

  private value({ form, name }: ProtoType, value: unknown, path: string, named: boolean): void {
    if (form === 'message') {
      this.check(value, name, path, named);
    } else if (form === 'enum') {
      this.enumeration(name, value, path);
    } else {
      this.plain(form === 'scalar' ? name : (WRAPPERS[name] ?? name), value, path);
    }
  }

  private plain(type: string, value: unknown, path: string): void {
    if (type.length === 1) {
      this.misfit(value, scalarProblem(type, value), path);
    } else if (value === null || type === 'Value') {
      return;
    } else if (type === 'Any') {
      this.any(value, path);
    } else if (type === 'Duration') {
      const fits = typeof value === 'string' && parseGoDuration(value) !== undefined;
      this.misfit(value, fits ? undefined : 'a duration with its unit, such as "5s"', path);
    } else if (type === 'Timestamp') {
      const fits = typeof value === 'string' && TIME.test(value) && !Number.isNaN(Date.parse(value.replace(',', '.')));
      this.misfit(value, fits ? undefined : 'a time such as "2026-01-31T12:00:00Z"', path);
    } else if (type === 'Struct' || type === 'Empty') {
      this.misfit(value, isObject(value) ? undefined : 'an object', path);
    } else {
      this.misfit(value, Array.isArray(value) ? undefined : 'a list', path);
    }
  }

  private enumeration(name: string, value: unknown, path: string): void {
    const values = envoyTypes().values(name);
    if (typeof value === 'string' ? !values.includes(value) : scalarProblem('i', value) !== undefined) {
      const close = typeof value === 'string' ? nearest(value, [...values]) : undefined;
      this.verdict.error(
        path,
        `${show(value)} is not a value of ${name}.`,
        `Write ${close ?? `one of ${values.join(', ')}`}.`,
      );
    }
  }

  private any(value: unknown, path: string): void {
    const url = isObject(value) ? value['@type'] : undefined;
    if (!isObject(value) || typeof url !== 'string') {
      this.verdict.error(
        isObject(value) ? `${path}.@type` : path,
        '"@type" is missing, so the type of this configuration is unknown.',
        'Write "@type": type.googleapis.com/ and the full name of the type, such as envoy.extensions.filters.http.lua.v3.Lua.',
      );
      return;
    }
    const { '@type': _, ...fields } = value;
    const name = url.slice(url.lastIndexOf('/') + 1);
    const bare = name.replace('google.protobuf.', '');
    if (name.startsWith('google.protobuf.') && BARE.has(bare)) {
      if (!Object.hasOwn(fields, 'value')) {
        this.verdict.error(`${path}.value`, `${name} needs its content in "value", which is missing.`, 'Write value.');
      } else {
        this.plain(WRAPPERS[bare] ?? bare, fields.value, `${path}.value`);
      }
    } else if (envoyTypes().fields(name) !== undefined) {
      this.check(fields, name, path, false);
    } else if (!OTHERS.test(name)) {
      this.unknownType(url, name, path);
    }
  }

  private unknownType(url: string, name: string, path: string): void {
    const same = envoyTypes().messagesNamed(name.slice(name.lastIndexOf('.') + 1));
    const close = nearest(name, [...same]) ?? (same.length === 1 ? same[0] : undefined);
    const old = name.includes('.v2.') ? ' The v2 API is gone from Envoy.' : '';
    this.verdict.error(
      `${path}.@type`,
      `Envoy has no type ${show(url)} that istiod knows of.${old}`,
      close === undefined
        ? 'Write the full name of the type as Envoy documents it.'
        : `Write type.googleapis.com/${close}.`,
    );
  }

  private unknownField(name: string, message: string, fields: readonly ProtoField[], path: string): void {
    const known = [...new Set(fields.map((field) => field.name))];
    const close = nearest(name, known);
    this.verdict.warning(
      `${path}.${name}`,
      `${message} has no field ${show(name)} that istiod knows. It ignores the field, and applies the rest of the patch.`,
      close === undefined ? `Remove it; the fields are ${known.join(', ') || 'none'}.` : `Write ${close}.`,
    );
  }

  private misfit(value: unknown, wanted: string | undefined, path: string): void {
    if (wanted !== undefined) {
      this.verdict.error(path, `${show(value)} is not ${wanted}.`, `Write ${wanted}.`);
    }
  }
}

function isSet(value: Record<string, unknown>, name: string): boolean {
  return (value[jsonName(name)] ?? value[name] ?? null) !== null;
}
