import { isObject } from '../core/is-object';
import type { MeshObject } from '../mesh/reading/mesh-object';
import type { ChangedObject } from './changed-objects';
import { isAlike } from './changed-objects';

/** An object in which something has changed that no request shows. */
export interface Uncompared {
  readonly object: MeshObject;
  /** By the names that the API has for them, as far as they are needed: `tls.credentialName`; empty for all of it. */
  readonly fields: readonly string[];
}

/** Certificates of clients, and how a server's are checked. Whether TLS is spoken at all is compared. */
const CLIENT_TLS = ['caCertificates', 'clientCertificate', 'privateKey', 'credentialName', 'caCrl', 'subjectAltNames'];

/** What is not followed, by kind. A field with a dot is meant below the other one. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'networking.istio.io/VirtualService': ['corsPolicy', 'headers.response'],
  'networking.istio.io/DestinationRule': [
    ...['connectionPool', 'outlierDetection', 'loadBalancer', 'proxyProtocol', 'tls.insecureSkipVerify'],
    ...CLIENT_TLS.map((name) => `tls.${name}`),
  ],
  'networking.istio.io/Gateway': [
    ...['credentialName', 'credentialNames', 'serverCertificate', 'privateKey', 'caCertificates', 'caCrl'],
    ...['minProtocolVersion', 'maxProtocolVersion', 'cipherSuites'],
  ].map((name) => `tls.${name}`),
  'networking.istio.io/ServiceEntry': ['subjectAltNames'],
  'security.istio.io/RequestAuthentication': ['jwks', 'jwksUri'],
  'gateway.networking.k8s.io/Gateway': ['tls.certificateRefs', 'tls.options'],
  'gateway.networking.k8s.io/HTTPRoute': ['responseHeaderModifier', 'cors', 'sessionPersistence'],
  'gateway.networking.k8s.io/GRPCRoute': ['responseHeaderModifier', 'sessionPersistence'],
};

/** Kinds that decide about no request. */
const WHOLE: ReadonlySet<string> = new Set(['telemetry.istio.io/Telemetry']);

/** Of these no request shows that they are new, or gone. Of others something is told that does. */
const ADDED: ReadonlySet<string> = new Set(['networking.istio.io/DestinationRule']);

/** What a change does and no request shows: a reader must not take it for nothing. */
export function uncompared(changed: readonly ChangedObject[]): readonly Uncompared[] {
  return changed.flatMap(({ before, after }): Uncompared[] => {
    const object = (after ?? before)!;
    if (object.external) {
      return [];
    }
    if (WHOLE.has(object.id)) {
      return isAlike(specOf(before), specOf(after)) ? [] : [{ object, fields: [] }];
    }
    if ((before === undefined || after === undefined) && !ADDED.has(object.id)) {
      return [];
    }
    const fields = (FIELDS[object.id] ?? []).filter(
      (field) => !isAlike(valuesOf(before, field), valuesOf(after, field)),
    );
    return fields.length === 0 ? [] : [{ object, fields }];
  });
}

function specOf(object: MeshObject | undefined): unknown {
  return object?.manifest.spec ?? {};
}

/** All that an object has under a name, whatever it is in. */
function valuesOf(object: MeshObject | undefined, field: string): readonly unknown[] {
  const names = field.split('.');
  const found: unknown[] = [];
  const read = (value: unknown, above: readonly string[]): void => {
    if (Array.isArray(value)) {
      value.forEach((each) => read(each, above));
    } else if (isObject(value)) {
      for (const [name, each] of Object.entries(value)) {
        const path = [...above, name];
        if (names.every((wanted, i) => path.at(i - names.length) === wanted)) {
          found.push(each);
        } else {
          read(each, path);
        }
      }
    }
  };
  read(object?.manifest.spec, []);
  return found;
}
