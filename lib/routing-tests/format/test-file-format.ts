import { FAILURE_NAMES } from '../../routing/failure';
import type { ObjectShape, Shape } from './shape';
import { listOf, percentage, several, text } from './shape';

/*
 * The format of test files: by it they are read, editors complete them (docs/routing-tests.schema.json), and messages have their examples.
 */

const HEADERS = '{ x-canary: always }';
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/;

const REQUESTS: ObjectShape = {
  kind: 'object',
  what: 'requests',
  doc: 'What is sent. Lists are multiplied out: each value of one with each value of the others.',
  example: '{ url: http://reviews/, method: [GET, HEAD] }',
  required: ['url'],
  members: {
    url: several(
      text(
        'http://, https://, grpc://, grpcs://, tls://host:port or tcp://host:port, with path and query of requests.',
        'https://shop.example.com/cart',
      ),
    ),
    method: several(text('GET unless it is said; POST for gRPC.', 'POST')),
    headers: {
      kind: 'map',
      doc: 'Headers by name. host is what proxies route by, whatever the URL says.',
      example: HEADERS,
      value: several({
        kind: 'text',
        orEmpty: true,
        doc: 'The value, or several, each for requests of its own.',
        example: 'always',
      }),
    },
    httpVersion: several({
      kind: 'choice',
      values: ['1.0', '1.1', '2'],
      doc: '"2" over TLS and for gRPC unless it is said, otherwise "1.1".',
      example: '"1.1"',
    }),
    clientAddress: several(
      text(
        'The IP address that a client outside the mesh calls from, for policies by ipBlocks and remoteIpBlocks.',
        '203.0.113.7',
      ),
    ),
    connectTo: several(text('The address that the client dials, whatever the URL says.', '10.0.0.7:443')),
    at: several(text('The gateway that the client dials, as namespace/name.', 'istio-system/istio-ingressgateway')),
    sni: several({
      kind: 'text',
      orNull: true,
      doc: 'The server name that TLS is opened with, null for none; the host of the URL unless it is said.',
      example: 'shop.example.com',
    }),
    alpn: listOf(
      text('A protocol.', 'h2'),
      'All protocols that the client offers when it opens TLS. They are not multiplied out.',
    ),
    certificateUris: listOf(
      text('A URI.', 'spiffe://cluster.local/ns/shop/sa/web'),
      'All URIs in the certificate that the client shows. They are not multiplied out.',
    ),
    claims: {
      kind: 'any',
      doc: 'What the token of the request says. It counts as one that its issuer signed.',
      example: '{ iss: https://login.example.com, sub: alice }',
    },
  },
};

const SPLIT: Shape = {
  kind: 'map',
  doc: 'The calls are split: percents, which make 100, by workload or subset.',
  example: '{ bookinfo/reviews-v1: 80, bookinfo/reviews-v2: 20 }',
  value: percentage('Percent.', '80'),
};

const EXPECT: ObjectShape = {
  kind: 'object',
  what: 'an expectation',
  doc: 'What becomes of all of the calls, or of the share that is said. All members must hold.',
  example: '{ workload: bookinfo/reviews-v2 }',
  required: [],
  members: {
    workload: text(
      'The calls come to it: namespace/name of a Deployment or of what else makes pods, or a host outside the mesh.',
      'bookinfo/reviews-v2',
    ),
    service: text('The calls come to pods behind the Service namespace/name, whichever of them.', 'bookinfo/reviews'),
    subset: text('A rule sends the calls to this subset.', 'v2'),
    share: percentage('Percent of the calls for which the other members hold, and not for the rest.', '20'),
    split: SPLIT,
    redirect: text('A proxy redirects the calls to this URL.', 'https://shop.example.com/cart'),
    status: {
      kind: 'number',
      least: 100,
      most: 599,
      whole: true,
      what: 'a status',
      doc: 'What the client sees, whoever answers. Of a server nothing is known: it answers 200.',
      example: '301',
    },
    body: text('A proxy answers with this body.', 'closed for today'),
    denied: {
      kind: 'boolean',
      doc: 'Whether a policy refuses the calls: with 403, with 401, or by closing the connection.',
      example: 'true',
    },
    failure: {
      kind: 'choice',
      values: FAILURE_NAMES,
      orTrue: true,
      doc: 'The calls do not arrive, for this reason; true for any reason.',
      example: 'NoRoute',
    },
    host: text('What the server sees as the host, after rewrites.', 'reviews.bookinfo'),
    path: text('What the server sees as the path with its query, after rewrites.', '/v2/cart'),
    headers: {
      kind: 'map',
      doc: 'What the server sees as headers, after what rules set, add and remove; null for a header that it does not see.',
      example: '{ x-env: prod, x-debug: null }',
      value: { kind: 'text', orNull: true, orEmpty: true, doc: 'The value, or null.', example: 'prod' },
    },
    tls: {
      kind: 'choice',
      values: ['none', 'mesh', 'origin', 'made'],
      doc: 'How the server gets the calls: none for plain text, mesh for mutual TLS of the mesh, origin for the TLS of the client, made for TLS that a proxy began.',
      example: 'mesh',
    },
    sni: text('The server name that the server sees in TLS that is not of the mesh.', 'www.example.org'),
    timeout: {
      kind: 'text',
      pattern: DURATION,
      what: 'a duration',
      doc: 'The time that the server has for its response; 0s for any.',
      example: '5s',
    },
    retries: {
      kind: 'number',
      least: 0,
      most: 1000,
      whole: true,
      what: 'a number of retries',
      doc: 'How often the request is tried again at most.',
      example: '2',
    },
    mirrors: several({
      kind: 'text',
      orNull: true,
      doc: 'What gets a copy, as workload: exactly these; null for nobody.',
      example: 'bookinfo/reviews-v3',
    }),
  },
};

const TEST: ObjectShape = {
  kind: 'object',
  what: 'a test',
  doc: 'Requests, and what becomes of each of them.',
  example: '{ name: ..., requests: { url: http://reviews/ }, expect: { workload: bookinfo/reviews-v2 } }',
  required: ['name', 'requests', 'expect'],
  members: {
    name: {
      kind: 'text',
      pattern: /^[^\r\n]+$/,
      what: 'a name in one line',
      doc: 'What is tested, in a few words. No other test of the file has the name.',
      example: 'testers see the canary',
    },
    from: several(
      text(
        'Who asks: outside (the default), namespace/name of a workload, or namespace/* for any pod with a sidecar there. Of several, each asks everything.',
        'bookinfo/productpage',
      ),
    ),
    requests: several(REQUESTS),
    expect: EXPECT,
  },
};

export const TEST_FILE: ObjectShape = {
  kind: 'object',
  what: 'a test file',
  doc: 'Tests of where requests go.',
  example: 'tests: [...]',
  required: ['tests'],
  members: {
    manifests: several(
      text('Files and folders, from the folder of this file. Those of the command line count instead.', 'manifests/'),
    ),
    tests: listOf(TEST, 'The tests, in any order: none depends on another.'),
  },
};
