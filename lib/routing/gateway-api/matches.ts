import type * as api from '../../../imports/gateway-api';
import type { HttpMatchRequest } from '../../../imports/networking';

/** What the API server writes into a rule of an HTTPRoute without matches. */
export const ALL_PATHS: readonly api.HttpRouteMatch[] = [{}];

/** A match of an HTTPRoute; one without a path is for all (conversion.go: createURIMatch, createHeadersMatch and others). */
export function httpMatch({ path, headers, queryParams, method }: api.HttpRouteMatch): HttpMatchRequest {
  const { type = 'PathPrefix', value = '/' } = path ?? {};
  const uri =
    type === 'Exact'
      ? { exact: value }
      : type === 'RegularExpression'
        ? { regex: value }
        : { prefix: value === '/' ? value : value.replace(/\/$/, '') };
  return {
    uri,
    headers: texts(headers),
    queryParams: texts(queryParams),
    method: method === undefined ? undefined : { exact: method },
  };
}

/** A match of a GRPCRoute, whose methods are paths (conversion.go: createGRPCURIMatch). */
export function grpcMatch({ method, headers }: api.GrpcRouteMatch): HttpMatchRequest {
  return { uri: method && grpcPath(method), headers: texts(headers) };
}

interface GrpcMethod {
  readonly type?: string;
  readonly service?: string;
  readonly method?: string;
}

function grpcPath({ type, service, method }: GrpcMethod): HttpMatchRequest['uri'] {
  const isRegex = type === 'RegularExpression';
  if (service === undefined) {
    return { regex: `/[^/]+/${method}` };
  }
  if (method === undefined) {
    return isRegex ? { regex: `/${service}/.+` } : { prefix: `/${service}/` };
  }
  return isRegex ? { regex: `/${service}/${method}` } : { exact: `/${service}/${method}` };
}

/** Of one name the last one counts. */
function texts(
  matches: readonly { readonly name: string; readonly value: string; readonly type?: string }[] | undefined,
): HttpMatchRequest['headers'] {
  return matches === undefined || matches.length === 0
    ? undefined
    : Object.fromEntries(
        matches.map(({ name, value, type }) => [
          name,
          type === 'RegularExpression' ? { regex: value } : { exact: value },
        ]),
      );
}
