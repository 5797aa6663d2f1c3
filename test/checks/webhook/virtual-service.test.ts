import { virtualService } from '../../../lib/checks/webhook/virtual-service';
import { reports } from './said';

const told = (spec: unknown): string[] =>
  reports(virtualService, spec).map(({ code, path, message, fix }) => `${code} ${path}: ${message} ${fix}`);

const route = [{ destination: { host: 'reviews' } }];
const http = (...rules: object[]): string[] => told({ hosts: ['reviews'], gateways: ['shop/gateway'], http: rules });
/** Of a route that is right otherwise. */
const rule = (more: object): string[] => http({ route, ...more }).map((line) => line.replace('spec.http[0]', '~'));

test('a VirtualService that is right', () => {
  expect(
    told({
      hosts: ['shop.example.com', '*.shop.example.com'],
      gateways: ['shop/gateway', 'mesh'],
      http: [
        {
          match: [
            { uri: { prefix: '' }, headers: { ':path': { regex: '.*' } }, withoutHeaders: { a: { regex: '*' } } },
          ],
          route: [
            { destination: { host: 'reviews', subset: 'v1', port: { number: 9080 } }, weight: 90 },
            { destination: { host: 'reviews', subset: 'v2' }, weight: 10 },
          ],
          headers: { request: { set: { ':authority': 'a', b: '%REQ(X)% 100%%' } }, response: { remove: ['c'] } },
          retries: { attempts: 2, retryOn: '5xx,503', perTryTimeout: '2s' },
          fault: { delay: { fixedDelay: '5s', percentage: { value: 0.1 } }, abort: { grpcStatus: 'UNAVAILABLE' } },
          mirrors: [{ destination: { host: 'copy' }, percentage: { value: 10 } }],
          corsPolicy: { allowOrigins: [{ exact: 'https://a.com' }], allowMethods: ['GET'], maxAge: '24h' },
          rewrite: { uriRegexRewrite: { match: '/a/(.*)', rewrite: '/\\1' } },
          timeout: '10s',
        },
        { match: [{ uri: { prefix: '/old' } }], redirect: { prefixRewrite: '/new', redirectCode: 308 } },
        { directResponse: { status: 404, body: { string: 'nothing here' } } },
      ],
      tls: [{ match: [{ sniHosts: ['a.shop.example.com'], port: 443 }], route }],
      tcp: [{ match: [{ destinationSubnets: ['10.0.0.0/8'] }], route }],
      exportTo: ['.'],
    }),
  ).toEqual([]);
});

test('the object as a whole', () => {
  expect(told({ hosts: ['a.com', '*.com', 'b_c'] })).toMatchInlineSnapshot(`
    [
      "IST0106 spec.hosts[2]: The host "b_c" has the part "b_c", and a part is made of letters, digits and -, and begins and ends with a letter or digit. Write the name of a Service, a domain name, one that begins with "*.", or an IP address.",
      "IST0106 spec: The VirtualService has no routes: http, tls and tcp are all empty. Write at least one route, such as http: [{route: [{destination: {host: reviews}}]}].",
    ]
  `);
  expect(told({ hosts: ['a.com', '*.com', 'b.com', 'a.com'], tcp: [{ route }] })).toMatchInlineSnapshot(`
    [
      "IST0106 spec.hosts[1]: The hosts "*.com" and "a.com" overlap: the second is one of the first. Remove "a.com".",
      "IST0106 spec.hosts[2]: The hosts "*.com" and "b.com" overlap: the second is one of the first. Remove "b.com".",
      "IST0106 spec.hosts[3]: The host "a.com" is listed twice. Remove "a.com".",
      "IST0106 spec.hosts[3]: The hosts "*.com" and "a.com" overlap: the second is one of the first. Remove "a.com".",
    ]
  `);
  expect(told({ gateways: ['a'], tls: [{}], tcp: [{}] })).toMatchInlineSnapshot(`
    [
      "IST0106 spec.gateways: The VirtualService has no hosts, so it is a delegate, and a delegate cannot have gateways. Write hosts, or remove gateways: those of the delegating VirtualService apply.",
      "IST0106 spec.tls: The VirtualService has no hosts, so it is a delegate, and a delegate cannot have tls. Write hosts, or remove tls: only http can be delegated.",
      "IST0106 spec.tcp: The VirtualService has no hosts, so it is a delegate, and a delegate cannot have tcp. Write hosts, or remove tcp: only http can be delegated.",
      "IST0106 spec.tls[0].match: A route of TLS has no match. Write match with sniHosts.",
      "IST0106 spec.tls[0].route: The route has no destination. Write route with one destination or more.",
      "IST0106 spec.tcp[0].route: The route has no destination. Write route with one destination or more.",
    ]
  `);
  expect(told({ hosts: ['*'], http: [{ route }], exportTo: ['*', '~', 'a.b'] })).toMatchInlineSnapshot(`
    [
      "IST0106 spec.hosts[0]: The host "*" matches all hosts, but a VirtualService for the mesh has to name its hosts. Write the names of the Services, or gateways without "mesh" if it is meant for gateways.",
      "IST0106 spec.exportTo[1]: Only a ServiceEntry can have exportTo "~", which means no namespace. Write the name of a namespace, "." for the object's own, or "*" for all.",
      "IST0106 spec.exportTo[2]: "a.b" is not the name of a namespace. Write the name of a namespace, "." for the object's own, or "*" for all.",
      "IST0106 spec.exportTo: exportTo has "*", which means all namespaces, next to other entries. Write exportTo: ["*"], or remove "*".",
    ]
  `);
});

test('gateways', () => {
  expect(told({ hosts: ['a'], gateways: ['/', 'a/b.c', 'a.b', '/'], http: [{ route }] })).toMatchInlineSnapshot(`
    [
      "IST0106 spec.gateways[0]: The gateway "/" has no namespace before the "/". Write <namespace>/<name> of the Gateway.",
      "IST0106 spec.gateways[0]: The gateway "/" has no name after the "/". Write <namespace>/<name> of the Gateway.",
      "IST0106 spec.gateways[1]: The gateway "a/b.c" has "b.c" after the "/", which is not the name of a Gateway. Write <namespace>/<name> of the Gateway.",
      "IST0133 spec.gateways[2]: The gateway "a.b" is written as a host, which is an obsolete form. Write "b/a".",
    ]
  `);
});

test('claims of tokens are for gateways', () => {
  const spec = {
    hosts: ['a'],
    http: [{ match: [{ headers: { '@request.auth.claims.group': { exact: 'x' } } }], route }],
  };
  expect(told(spec)).toMatchInlineSnapshot(`
    [
      "IST0106 spec.http[0].match[0].headers.@request.auth.claims.group: The match is on a token claim, "@request.auth.claims.group". Only gateways support that, not the sidecars of "mesh". Write gateways, without "mesh" among them, or remove this header.",
    ]
  `);
  expect(told({ ...spec, gateways: ['shop/gateway'] })).toEqual([]);
});

test('matches of HTTP', () => {
  expect(
    rule({
      match: [
        {
          uri: { regex: '(?=a)' },
          method: { prefix: '' },
          headers: { 'a b': { exact: 'x' } },
          queryParams: { q: { regex: '' } },
          port: 65536,
          sourceLabels: { app: '*' },
          sourceNamespace: 'a.b',
          gateways: ['x.y', '/'],
        },
      ],
    }),
  ).toMatchInlineSnapshot(`
    [
      "IST0106 ~.match[0].headers.a b: The name of the header is "a b", and the name of a header is made of letters, digits and !#$%&'*+-.^_\`|~. Write the name of a header.",
      "IST0106 ~.match[0].uri.regex: "(?=a)" is not a regular expression that RE2 reads: invalid or unsupported Perl syntax: \`(?=\`. Write an expression as RE2 reads it (no look-around, no references back), or use exact or prefix.",
      "IST0106 ~.match[0].method.prefix: The prefix is empty, and Envoy does not take an empty one here. Write the prefix, or regex: ".*" for any value, or remove the match.",
      "IST0106 ~.match[0].queryParams.q.regex: The regular expression is empty. Write an expression as RE2 reads it (no look-around, no references back), or use exact or prefix.",
      "IST0106 ~.match[0].port: The port is 65536, and ports are from 1 to 65535. Write the port that clients use, or remove port for any.",
      "IST0106 ~.match[0].sourceLabels.app: The label "app" has the value "*", and a value is made of letters, digits, "-", "_" and ".", with a letter or digit at both ends. Write the value that the pods have.",
      "IST0106 ~.match[0].sourceNamespace: "a.b" is not the name of a namespace. Write the namespace of the clients.",
    ]
  `);
});

test('what a route does', () => {
  expect(http({})).toMatchInlineSnapshot(`
    [
      "IST0106 spec.http[0]: The route has no route, redirect or directResponse. Write route with one destination or more, or one of the other two.",
    ]
  `);
  expect(rule({ redirect: {}, fault: {} })).toMatchInlineSnapshot(`
    [
      "IST0106 ~.route: The route has redirect and route: redirect answers requests without forwarding them, so route has no effect. Remove route or redirect, or write two routes with different matches.",
      "IST0106 ~.fault: The route has redirect and fault: redirect answers requests without forwarding them, so fault has no effect. Remove fault or redirect, or write two routes with different matches.",
      "IST0106 ~.fault: The fault has neither abort nor delay. Write abort or delay, or remove fault.",
      "IST0106 ~.redirect: The redirect sends clients back to the same URL: it has no uri, prefixRewrite, authority, scheme or port. Write at least one of them.",
    ]
  `);
  expect(rule({ directResponse: { status: 99 } })).toMatchInlineSnapshot(`
    [
      "IST0106 ~.route: The route has directResponse and route: directResponse answers requests without forwarding them, so route has no effect. Remove route or directResponse, or write two routes with different matches.",
      "IST0106 ~.directResponse.status: The status is 99, but must be from 200 to 600. Write a status such as 503.",
    ]
  `);
  expect(rule({ delegate: { name: 'other' } })).toMatchInlineSnapshot(`
    [
      "IST0106 ~.route: The route delegates to another VirtualService, but also has route. Remove route, or remove delegate: the other VirtualService decides what happens to requests.",
    ]
  `);
  expect(http({ redirect: { uri: '/', prefixRewrite: '/', port: 65536, scheme: 'ftp', redirectCode: 200 } }))
    .toMatchInlineSnapshot(`
    [
      "IST0106 spec.http[0].redirect.prefixRewrite: The redirect has uri and prefixRewrite, but only one of them can be the new path. Keep uri for a whole path, or prefixRewrite for the part that matched.",
      "IST0106 spec.http[0].redirect.redirectCode: The code is 200, but only 300 to 399 are redirects. Write 301, 302, 303, 307 or 308.",
      "IST0106 spec.http[0].redirect.scheme: The scheme is "ftp". Write http or https.",
      "IST0106 spec.http[0].redirect.port: The port is 65536, and ports are from 1 to 65535. Write the port for the clients, or remove port.",
    ]
  `);
});

test('settings of a route', () => {
  expect(
    rule({
      timeout: '0s',
      retries: { perTryTimeout: '1us', retryOn: '5xx, reset,foo,5x,' },
      fault: { abort: { grpcStatus: 'UNAVAILABL', percentage: { value: 101 } }, delay: { exponentialDelay: '5s' } },
      mirror: { host: '*' },
      mirrors: [{}, { destination: { host: 'a', subset: 'b.c', port: {} }, percentage: { value: -1 } }],
      mirrorPercent: 101,
      rewrite: { uri: '/', uriRegexRewrite: {}, authority: 'a' },
      corsPolicy: { allowOrigins: [{}], allowMethods: ['get', 'PURGE'], exposeHeaders: ['a b'], maxAge: '1.5s' },
    }),
  ).toMatchInlineSnapshot(`
    [
      "IST0106 ~.mirror: The route has mirror and mirrors, but only one of them applies. Move mirror into mirrors, as {destination: {...}}.",
      "IST0106 ~.corsPolicy.allowOrigins[0]: The origin is empty. Write exact, prefix or regex, such as exact: https://shop.example.com.",
      "IST0106 ~.corsPolicy.allowMethods[0]: "get" is not a method of HTTP. Write GET.",
      "IST0106 ~.corsPolicy.allowMethods[1]: "PURGE" is not a method of HTTP. Write one of GET, HEAD, POST, PUT, PATCH, DELETE, CONNECT, OPTIONS, TRACE, *.",
      "IST0106 ~.corsPolicy.exposeHeaders[0]: The name of the header is "a b", and the name of a header is made of letters, digits and !#$%&'*+-.^_\`|~. Write the name of one header in each entry, or "*".",
      "IST0106 ~.corsPolicy.maxAge: The time is "1.5s", but browsers only get whole seconds. Write whole seconds, such as 24h or 600s.",
      "IST0106 ~.fault.abort.percentage.value: The percentage is 101, but must be 0 or from 0.0001 to 100. Write how many of 100 requests get the fault.",
      "IST0106 ~.fault.abort.grpcStatus: "UNAVAILABL" is not a status of gRPC. Write UNAVAILABLE.",
      "IST0106 ~.fault.delay.exponentialDelay: Istio has no exponential delays. Write fixedDelay instead.",
      "IST0106 ~.mirrorPercent: The percentage is 101, but can be at most 100. Write mirrorPercentage: {value: 100}.",
      "IST0133 ~.mirrorPercent: mirrorPercent is deprecated, and a later version may not read it. Write mirrorPercentage: {value: 100}.",
      "IST0106 ~.mirrors[0].destination: The destination of the mirror is missing. Write destination with the host.",
      "IST0106 ~.mirrors[1].destination.subset: The subset "b.c" is not a name: at most 63 letters, digits and "-", with a letter or digit at both ends. Write the name of a subset of the DestinationRule, and rename it there if it has this name.",
      "IST0106 ~.mirrors[1].destination.port.number: The number of the port is missing. Write the number of a port of the Service, or remove port.",
      "IST0106 ~.mirrors[1].percentage.value: The percentage is -1, but must be from 0 to 100. Write how many of 100 requests are mirrored.",
      "IST0106 ~.mirror.host: The host "*" matches all hosts, but a destination is a single host. Write the name of a Service or a host.",
      "IST0106 ~.retries.perTryTimeout: attempts is 0, so requests are not retried and perTryTimeout has no effect. Write attempts, such as 2, or remove perTryTimeout.",
      "IST0106 ~.retries.retryOn: attempts is 0, so requests are not retried and retryOn has no effect. Write attempts, such as 2, or remove retryOn.",
      "IST0106 ~.retries.perTryTimeout: The time is "1us", which is shorter than 1ms. Write a duration such as 2s or 25ms.",
      "IST0106 ~.retries.retryOn: " reset" is not a retry condition. Write reset there, with commas and without spaces between the entries.",
      "IST0106 ~.retries.retryOn: "foo" is not a retry condition. Write statuses or some of 5xx, gateway-error, reset, reset-before-request, connect-failure, retriable-4xx, refused-stream, retriable-status-codes, retriable-headers, envoy-ratelimited, http3-post-connect-failure, cancelled, deadline-exceeded, internal, resource-exhausted, unavailable, with commas and without spaces.",
      "IST0106 ~.retries.retryOn: "5x" is not a retry condition. Write 5xx there, with commas and without spaces between the entries.",
      "IST0106 ~.retries.retryOn: retryOn has an empty entry. Write statuses or some of 5xx, gateway-error, reset, reset-before-request, connect-failure, retriable-4xx, refused-stream, retriable-status-codes, retriable-headers, envoy-ratelimited, http3-post-connect-failure, cancelled, deadline-exceeded, internal, resource-exhausted, unavailable, with commas and without spaces.",
      "IST0106 ~.rewrite.uriRegexRewrite: The path is rewritten twice, by uri and by uriRegexRewrite. Remove one of the two.",
      "IST0106 ~.rewrite.uriRegexRewrite.match: uriRegexRewrite has no match, and it takes both match and rewrite. Write match.",
      "IST0106 ~.rewrite.uriRegexRewrite.rewrite: uriRegexRewrite has no rewrite, and it takes both match and rewrite. Write rewrite.",
      "IST0106 ~.timeout: The timeout is "0s", which is shorter than 1ms. Write a duration such as 5s; without timeout there is none.",
    ]
  `);
});

test('headers', () => {
  expect(
    rule({
      rewrite: { authority: 'a' },
      headers: {
        request: { set: { host: 'b', '': 'c', d: '100%' }, add: { ':path': 'e\u0000' }, remove: ['host'] },
        response: { set: { Host: 'f' } },
      },
    }),
  ).toMatchInlineSnapshot(`
    [
      "IST0106 ~.headers.request.add.:path: ":path" is a pseudo-header, and Istio only lets :authority of a request be set. Remove the entry; for the path or the host use rewrite.",
      "IST0106 ~.headers.request.add.:path: The value of the header ":path" is "e\\u0000" and has the control character U+0000. Remove that character.",
      "IST0106 ~.headers.request.set.: The name of a header is empty. Write the name, or remove the entry.",
      "IST0106 ~.headers.request.set.d: The value of the header "d" is "100%", where a variable such as %HOSTNAME% begins at "%" but does not end. Write %% for a percent sign.",
      "IST0106 ~.headers.request.remove[0]: The header Host cannot be changed here. To change the host of requests, write rewrite.authority or headers.request.set with ":authority".",
      "IST0106 ~.headers.response.set.Host: The header Host cannot be changed here. To change the host of requests, write rewrite.authority or headers.request.set with ":authority".",
      "IST0106 ~.headers.request.set.host: The host of requests is set to "b" here, and to "a" at spec.http[0].rewrite.authority. Remove one of the two.",
    ]
  `);
});

test('a large body', () => {
  const body = (bytes: number): string[] =>
    http({ directResponse: { status: 200, body: { string: 'a'.repeat(bytes) } } });
  expect(body(102_401)).toMatchInlineSnapshot(`
    [
      "IST0133 spec.http[0].directResponse.body: The body has 102401 bytes, and istiod sends it to every proxy with each change: more than 102400 slow it down. Serve large answers from a Service, with route.",
    ]
  `);
  expect(body(1_048_577)).toMatchInlineSnapshot(`
    [
      "IST0106 spec.http[0].directResponse.body: The body has 1048577 bytes, and istiod sends it to every proxy; more than 1048576 are rejected. Serve large answers from a Service, with route.",
    ]
  `);
});

test('destinations and weights', () => {
  expect(rule({ route: [{ weight: -1 }, { destination: { host: 'a/b' }, weight: 1 }] })).toMatchInlineSnapshot(`
    [
      "IST0106 ~.route[0].destination: The destination is missing. Write destination with the host.",
      "IST0106 ~.route[0].weight: The weight is -1, but cannot be negative. Write 0 or more.",
      "IST0106 ~.route[1].destination.host: The host "a/b" has the part "a/b", and a part is made of letters, digits and -, and begins and ends with a letter or digit. Write the name of a Service or a host.",
      "IST0106 ~.route: The weights of the destinations add up to 0, so none of them gets traffic. Write a weight for each destination, such as 90 and 10.",
    ]
  `);
});

test('TLS and TCP', () => {
  expect(
    told({
      hosts: ['a.com'],
      tls: [{}, { match: [{}, { sniHosts: ['b.com', '10.0.0.1', '-'], gateways: ['c.d'] }], route }],
      tcp: [{ match: [{ destinationSubnets: ['10.0.0.0/33'], port: 65536, gateways: ['c.d'] }] }],
    }),
  ).toMatchInlineSnapshot(`
    [
      "IST0106 spec.tls[0].match: A route of TLS has no match. Write match with sniHosts.",
      "IST0106 spec.tls[0].route: The route has no destination. Write route with one destination or more.",
      "IST0106 spec.tls[1].match[0].sniHosts: The match has no sniHosts, but TLS is routed by SNI. Write sniHosts; to route by port alone write a route in tcp.",
      "IST0106 spec.tls[1].match[1].sniHosts[0]: The name "b.com" is not one of the hosts of the VirtualService, which are a.com. Add "b.com" to spec.hosts, or write a name that is one of them.",
      "IST0133 spec.tls[1].match[1].sniHosts[1]: The name "10.0.0.1" is an IP address, but clients do not send IP addresses as SNI. Write the host that clients use, or a route in tcp with destinationSubnets.",
      "IST0106 spec.tls[1].match[1].sniHosts[2]: The name "-" has the part "-", and a part is made of letters, digits and -, and begins and ends with a letter or digit. Write a domain name, or one that begins with "*.".",
      "IST0133 spec.tls[1].match[1].gateways[0]: The gateway "c.d" is written as a host, which is an obsolete form. Write "d/c".",
      "IST0106 spec.tcp[0].match[0].destinationSubnets[0]: The entry is "10.0.0.0/33", and not a range of IP addresses such as 10.0.0.0/8. Write an IP address or a range of them.",
      "IST0106 spec.tcp[0].match[0].port: The port is 65536, and ports are from 1 to 65535. Write the port that clients use, or remove port for any.",
      "IST0106 spec.tcp[0].route: The route has no destination. Write route with one destination or more.",
      "IST0130 spec.tls[1]: The rule spec.tls[1] is never used: the rule spec.tls[0] before it has no match, so it takes all requests. Move it before spec.tls[0], give that one a match, or remove this rule.",
    ]
  `);
});

describe('rules that are never used', () => {
  const prefix = (text: string, more: object = {}): object => ({ match: [{ uri: { prefix: text }, ...more }], route });

  test('after a rule for everything', () => {
    expect(http({ name: 'all', route }, prefix('/a'), { route })).toMatchInlineSnapshot(`
      [
        "IST0130 spec.http[1]: The rule spec.http[1] is never used: the rule "all" (spec.http[0]) before it has no match, so it takes all requests. Move it before "all" (spec.http[0]), give that one a match, or remove this rule.",
        "IST0130 spec.http[2]: The rule spec.http[2] is never used: the rule "all" (spec.http[0]) before it has no match, so it takes all requests. Move it before "all" (spec.http[0]), give that one a match, or remove this rule.",
      ]
    `);
  });

  test('with matches of earlier rules', () => {
    expect(http(prefix('/a'), prefix('/b'), { match: [{ uri: { prefix: '/b' } }, { uri: { prefix: '/a' } }], route }))
      .toMatchInlineSnapshot(`
      [
        "IST0131 spec.http[2].match[0]: The match spec.http[2].match[0] is never used: the rule spec.http[1] has the same match and comes first. Remove it, or change it.",
        "IST0131 spec.http[2].match[1]: The match spec.http[2].match[1] is never used: the rule spec.http[0] has the same match and comes first. Remove it, or change it.",
        "IST0130 spec.http[2]: The rule spec.http[2] is never used: all its matches are also in spec.http[1] and spec.http[0] before it. Remove it, or change its matches.",
      ]
    `);
  });

  test('with a longer prefix', () => {
    expect(http({ name: 'api', ...prefix('/a') }, prefix('/b'), prefix('/a/b', { name: 'v2' }))).toMatchInlineSnapshot(`
      [
        "IST0131 spec.http[2].match[0]: The match "v2" (spec.http[2].match[0]) is never used: the match spec.http[0].match[0] of the rule "api" comes first and takes all paths that begin with "/a", and so those with "/a/b". Move it before spec.http[0].match[0] of the rule "api", or remove it.",
      ]
    `);
    expect(http(prefix('/a/b'), prefix('/a'))).toEqual([]);
  });
});

test('the codes', () => {
  expect(
    reports(virtualService, { hosts: ['a'], http: [{ route, mirrorPercent: 1 }, { route: [] }] }).map(
      ({ code }) => code,
    ),
  ).toEqual(['IST0133', 'IST0106', 'IST0130']);
});
