import type { Facts } from '../../tools/import/facts';

/** A CRD of networking.istio.io as YAML; `spec` is its schema in flow style. */
export function crd(kind: string, spec: string, versions = ['v1']): string {
  const list = versions.map(
    (name, at) => `
  - name: ${name}
    served: true
    storage: ${at === 0}
    schema:
      openAPIV3Schema:
        type: object
        description: prose of upstream
        properties:
          spec: ${spec.replace(/\s+/g, ' ')}
          status: { type: object, x-kubernetes-preserve-unknown-fields: true }`,
  );
  return `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${kind.toLowerCase()}s.networking.istio.io }
spec:
  group: networking.istio.io
  scope: Namespaced
  names: { kind: ${kind} }
  versions:${list.join('')}
`;
}

/** Facts of a tiny API: a House has rooms and a yard, both with a door. */
export const FACTS: Facts = {
  istio: {
    messages: {
      'istio.networking.v1.House': {
        page: 'networking/house',
        anchor: 'House',
        fields: {
          rooms: { of: 'istio.networking.v1.HTTPRoom' },
          frontDoor: { proto: 'front_door', of: 'istio.networking.v1.House.Door' },
          jwksUri: { proto: 'jwks_uri' },
          roofURI: { undocumented: true, deprecated: true },
          anything: { of: 'google.protobuf.Struct' },
        },
      },
      'istio.networking.v1.HTTPRoom': {
        page: 'networking/house',
        anchor: 'HTTPRoom',
        fields: { door: { of: 'istio.networking.v1.House.Door' }, wait: { of: 'google.protobuf.Duration' } },
      },
      'istio.networking.v1.House.Door': {
        page: 'networking/house',
        anchor: 'House-Door',
        fields: {
          lock: { of: 'istio.networking.v1.House.Door.TLSmode', oneof: 'closing' },
          bolt: { oneof: 'closing' },
        },
      },
    },
    enums: { 'istio.networking.v1.House.Door.TLSmode': { page: 'networking/house', anchor: 'House-Door-TLSmode' } },
  },
  gatewayApi: { messages: {}, enums: {} },
};

const DOOR =
  '{ type: object, description: prose, properties: { lock: { type: string, enum: [UNLOCKED, ISTIO_MUTUAL] }, bolt: { type: boolean } }, oneOf: [{ not: { anyOf: [{ required: [lock] }, { required: [bolt] }] } }, { required: [lock] }, { required: [bolt] }] }';
const RULE = 'x-kubernetes-validations: [{ rule: "self.size() > 0", message: "has rooms" }]';
const ROOM = `{ type: object, required: [door], properties: { door: ${DOOR}, wait: { type: string } } }`;

/** Release 1.0 of that API. */
export const HOUSE_1_0 = crd(
  'House',
  `{ type: object, properties: {
      rooms: { type: array, maxItems: 5, items: ${ROOM}, ${RULE} },
      frontDoor: ${DOOR}, chimney: { type: string } } }`,
);

/** Release 1.1: two fields, a value and a kind more; a field less; the doors of rooms may be null. */
export const HOUSE_1_1 =
  crd(
    'House',
    `{ type: object, properties: {
      rooms: { type: array, maxItems: 6, items: ${ROOM.replace('properties: { lock', 'nullable: true, properties: { lock')}, ${RULE} },
      frontDoor: ${DOOR}, jwksUri: { type: string }, jwks_uri: { type: string }, roofURI: { type: string },
      anything: { type: object, x-kubernetes-preserve-unknown-fields: true } } }`,
    ['v1beta1', 'v1'],
  ).replaceAll('ISTIO_MUTUAL]', 'ISTIO_MUTUAL, BOTH]') +
  '---' +
  crd('Shed', '{ type: object, properties: { width: { type: integer, minimum: 1, maximum: 9 } } }', ['v1beta1']);
