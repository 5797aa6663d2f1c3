import type { Draw } from '../istiod/draw';
import type { Fields } from '../istiod/random-mesh';

/** What a rule does besides: changed paths and headers, copies, faults, and all forms of redirects. */
export function actions(draw: Draw, rule: Fields, destination: () => Fields): Fields {
  if (rule.redirect !== undefined) {
    return { redirect: redirect(draw) };
  }
  if (rule.directResponse !== undefined) {
    return draw.maybe(50, () => ({
      directResponse: { ...(rule.directResponse as Fields), body: { string: 'told by the proxy' } },
      ...draw.maybe(40, () => ({ headers: { response: { set: { 'x-told': 'yes' } } } })),
    }));
  }
  return {
    ...draw.maybe(30, () => ({ rewrite: rewrite(draw) })),
    ...draw.maybe(25, () => ({ headers: headers(draw) })),
    ...(rule.route === undefined
      ? {}
      : {
          ...draw.maybe(20, () => ({ route: withHeaders(draw, rule.route as Fields[]) })),
          ...draw.maybe(8, () => mirror(draw, destination)),
          ...draw.maybe(8, () => ({ fault: fault(draw) })),
        }),
    ...draw.maybe(8, () => ({ corsPolicy: cors(draw) })),
    ...draw.maybe(8, () => ({ timeout: '4s' })),
  };
}

function redirect(draw: Draw): Fields {
  const target = draw.weighted<Fields>(
    [4, { uri: draw.one(['/moved', '/', '/moved?from=a']) }],
    [2, { authority: draw.one(['www.ext.com', 'new.ext.com:8443']) }],
    [2, { uri: '/moved', authority: 'www.ext.com' }],
    [2, { scheme: 'https' }],
    [1, { scheme: 'http', authority: 'www.ext.com' }],
  );
  return {
    ...target,
    ...draw.maybe(20, () =>
      draw.one<Fields>([
        { port: draw.one([80, 443, 8443]) },
        { derivePort: draw.one(['FROM_REQUEST_PORT', 'FROM_PROTOCOL_DEFAULT']) },
      ]),
    ),
    ...draw.maybe(50, () => ({ redirectCode: draw.one([301, 302, 303, 307, 308]) })),
  };
}

function rewrite(draw: Draw): Fields {
  return draw.weighted<Fields>(
    [5, { uri: draw.one(['/', '/new', '/new/']) }],
    [2, { authority: draw.one(['new.ext.com', 'a.n1.svc.cluster.local']) }],
    [2, { uri: '/new', authority: 'new.ext.com' }],
    [2, { uriRegexRewrite: draw.one([NAMED, { match: '/a', rewrite: '/A' }, { match: '^/$', rewrite: '/root' }]) }],
  );
}

const NAMED = { match: '^/([^/]*)/(.*)$', rewrite: '/\\2/\\1' };

function headers(draw: Draw): Fields {
  const request = draw.some<Fields>(
    [
      { set: { 'x-a': 'set' } },
      { add: { 'x-b': 'added', 'x-new': 'added' } },
      { remove: ['x-a', 'cookie'] },
      { set: { host: 'set.ext.com' } },
    ],
    1,
    2,
  );
  return { request: Object.assign({}, ...request) as Fields };
}

function withHeaders(draw: Draw, route: readonly Fields[]): Fields[] {
  return route.map((each) => ({
    ...each,
    ...draw.maybe(60, () => ({
      headers: {
        request: draw.one<Fields>([
          { set: { 'x-a': 'of the destination' } },
          { add: { 'x-new': 'of the destination' } },
          { remove: ['x-b'] },
          { set: { ':authority': 'to.ext.com' } },
        ]),
      },
    })),
  }));
}

function mirror(draw: Draw, destination: () => Fields): Fields {
  return {
    ...draw.weighted<Fields>(
      [2, { mirror: destination() }],
      [1, { mirrors: [{ destination: destination() }, { destination: destination(), percentage: { value: 100 } }] }],
    ),
    ...draw.maybe(20, () => ({ mirrorPercentage: { value: draw.one([0, 100]) } })),
  };
}

function fault(draw: Draw): Fields {
  const percentage = draw.weighted<Fields>(
    [2, { percentage: { value: 100 } }],
    [2, { percentage: { value: 50 } }],
    [1, {}],
  );
  return draw.weighted<Fields>(
    [3, { abort: { httpStatus: draw.one([418, 500, 503]), ...percentage } }],
    [1, { delay: { fixedDelay: '0.03s', percentage: { value: 100 } } }],
  );
}

function cors(draw: Draw): Fields {
  return {
    allowOrigins: [draw.one([{ exact: 'https://www.ext.com' }, { prefix: 'https://www' }, { regex: '.*' }])],
    allowMethods: ['GET'],
    ...draw.maybe(30, () => ({ maxAge: '1h' })),
  };
}
