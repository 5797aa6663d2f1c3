import type { Headers, HeadersHeaderOperations } from '../../../imports/networking';
import { compact } from '../../core/expect';
import { isPlainObject } from '../../core/value';

/** The headers of a route on top of those of its service. Of two with the same name, in whatever spelling, that of the route holds. */
export function addHeaders(own: Headers | undefined, general: Headers | undefined): Headers | undefined {
  // What is of a wrong type is reported where the rule is written.
  if (own === undefined || general === undefined || !isObject(own)) {
    return own ?? general;
  }
  return compact({
    ...own,
    request: addOperations(own.request, general.request),
    response: addOperations(own.response, general.response),
  });
}

function addOperations(
  own: HeadersHeaderOperations | undefined,
  general: HeadersHeaderOperations | undefined,
): HeadersHeaderOperations | undefined {
  if (own === undefined || general === undefined || !isObject(own) || !areOperations(own)) {
    return own ?? general;
  }
  const { set, add, remove = [] } = own;
  const names = [...Object.keys({ ...set, ...add }), ...remove].map((name) => String(name).toLowerCase());
  const isFree = (name: string): boolean => !names.includes(name.toLowerCase());
  const free = (headers: Record<string, string> | undefined) =>
    Object.fromEntries(Object.entries(headers ?? {}).filter(([name]) => isFree(name)));
  const removed = [...remove, ...(general.remove ?? []).filter(isFree)];
  return compact({
    ...own,
    set: unlessEmpty({ ...free(general.set), ...set }),
    add: unlessEmpty({ ...free(general.add), ...add }),
    remove: removed.length === 0 ? undefined : removed,
  });
}

function areOperations({ set = {}, add = {}, remove = [] }: HeadersHeaderOperations): boolean {
  return isPlainObject(set) && isPlainObject(add) && Array.isArray(remove);
}

/** As `isPlainObject`, for what has a type already. */
function isObject(value: object): boolean {
  return isPlainObject(value);
}

function unlessEmpty(headers: Record<string, string>): Record<string, string> | undefined {
  return Object.keys(headers).length === 0 ? undefined : headers;
}
