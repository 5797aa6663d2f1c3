import type { HttpMatchRequest } from '../../imports/networking';
import type { Answer } from '../istio/answer';
import { answer, not } from '../istio/answer';
import type { Asked, Condition } from '../istio/http-match';
import { asked, lowerCase, sureBeginning } from '../istio/http-match';
import type { TextCondition } from '../istio/string-match';
import { claimTexts, routedClaimPath } from '../istio/token-claims';
import { once } from '../mesh/reading/once';
import type { Claims, Request } from './call';
import { fitsExpression } from './expression';
import type { RouteEntry } from './http-routes';
import { openFits, openHeaders } from './open-headers';
import { isOfEnvoy } from './received';

/** A request as the routes of a proxy look at it: its path is normalized. */
export class RoutedRequest {
  /** Without the query. */
  public readonly path: string;
  /** Routes with a condition on a header of which no file shows the value, where that alone may decide. */
  public readonly open = new Set<RouteEntry>();
  private readonly headers = new Map<string, string[]>();
  private readonly openHeaders: ReturnType<typeof openHeaders>;
  private query?: ReadonlyMap<string, string>;

  constructor(
    public readonly request: Request,
    /** Of a token that the proxy has accepted. */
    public readonly claims?: Claims,
    /** Whether a value that no file shows is taken for one that a rule asks. */
    private readonly opensFit = false,
  ) {
    const end = request.path.indexOf('?');
    this.path = end < 0 ? request.path : request.path.slice(0, end);
    this.openHeaders = openHeaders(request.headers);
    for (const [name, value] of request.headers) {
      const values = this.headers.get(name);
      if (values === undefined) {
        this.headers.set(name, [value]);
      } else {
        values.push(value);
      }
    }
  }

  /** What a condition looks at; none where it is not there. */
  public values({ subject, name }: Pick<Condition, 'subject' | 'name'>): readonly string[] {
    switch (subject) {
      case 'method':
        return [this.request.method];
      case 'authority':
        return [this.request.authority ?? ''];
      case 'scheme':
        return [this.request.scheme];
      case 'header':
        return this.header(name);
      case 'queryParam': {
        const value = this.parameter(name);
        return value === undefined ? [] : [value];
      }
      case 'claim':
        return claimTexts(this.claims ?? {}, routedClaimPath(name));
      default:
        return [];
    }
  }

  /** Whether a condition is met; `maybe` where no file shows what a proxy writes there. */
  public meets(condition: Condition): Answer {
    const { name, text, without } = condition;
    if (!this.isOpen(condition)) {
      return answer(fitsValues(condition, this.values(condition)));
    }
    const value = this.openHeaders.get(name);
    const fits = isOfEnvoy(name) || value === undefined ? 'maybe' : text === undefined ? 'yes' : openFits(text, value);
    return without === true ? not(fits) : fits;
  }

  /** Whether no file shows what a condition compares, or whether it is there. */
  public isOpen({ subject, name }: Condition): boolean {
    return subject === 'header' && (this.openHeaders.has(name) || (isOfEnvoy(name) && !this.headers.has(name)));
  }

  /** How that is taken. */
  public takesOpen({ without }: Condition): boolean {
    return this.opensFit !== (without === true);
  }

  /** Of several lines each is compared by itself. */
  public header(name: string): readonly string[] {
    switch (name) {
      case 'host':
      case ':authority':
        return [this.request.authority ?? ''];
      case ':method':
        return [this.request.method];
      case ':path':
        return [this.request.path];
      case ':scheme':
        return [this.request.scheme];
      default:
        return this.headers.get(name) ?? NONE;
    }
  }

  /** As it is written; of several the first. */
  private parameter(name: string): string | undefined {
    if (this.query === undefined) {
      const query = new Map<string, string>();
      const text = this.request.path.slice(this.path.length + 1);
      for (const part of text === '' ? [] : text.split('&')) {
        const sign = part.indexOf('=');
        const [key, value] = sign < 0 ? [part, ''] : [part.slice(0, sign), part.slice(sign + 1)];
        if (!query.has(key)) {
          query.set(key, value);
        }
      }
      this.query = query;
    }
    return this.query.get(name);
  }
}

const NONE: readonly string[] = [];

/** What the match of a route asks of requests, without what was decided when the route was made. */
export const askedBy = once(({ match }: RouteEntry): Asked =>
  asked({ ...match, port: undefined, gateways: undefined, sourceLabels: undefined, sourceNamespace: undefined }),
);

/** The first thing in which a request does not fit a route. */
export interface Misfit {
  /** The field of the match: `uri.prefix`, `headers.x-version`. */
  readonly field: string;
  /** What it asks: `path = /productpage`. */
  readonly wanted: string;
}

/** Undefined where a request fits a route. */
export function misfit(route: RouteEntry, request: RoutedRequest): Misfit | undefined {
  const { path, conditions } = askedBy(route);
  if (!fitsPath(path, route.bySegments === true, request.path)) {
    return { field: `uri.${path.way}`, wanted: pathText(route.match, route.bySegments) };
  }
  const open: Condition[] = [];
  let failed: Condition | undefined;
  for (const each of conditions) {
    const meets = request.meets(each);
    if (meets === 'no') {
      failed = each;
      break;
    }
    if (meets === 'maybe') {
      open.push(each);
    }
  }
  if (failed === undefined && open.length > 0) {
    request.open.add(route);
    failed = open.find((each) => !request.takesOpen(each));
  }
  return failed && { field: fieldOf(failed), wanted: conditionText(failed) };
}

/** Whether what a request has is what a condition asks; none where it has nothing. */
export function fitsValues(condition: Condition, values: readonly string[]): boolean {
  const { text, without } = condition;
  if (without !== true) {
    return text === undefined
      ? values.length > 0 && condition.subject !== 'claim'
      : values.some((each) => fitsText(text, each));
  }
  // A header that is not there counts as an empty one where a value is asked.
  const given = text !== undefined && values.length === 0 && condition.subject === 'header' ? [''] : values;
  return text === undefined ? values.length === 0 : !given.some((each) => fitsText(text, each));
}

export function fitsText({ way, text }: TextCondition, value: string): boolean {
  switch (way) {
    case 'exact':
      return value === text;
    case 'prefix':
      return value.startsWith(text);
    case 'regex':
      return fitsExpression(text, value);
  }
}

/** Whether a path without its query fits. */
export function fitsPath({ way, text, anyCase }: Asked['path'], bySegments: boolean, path: string): boolean {
  if (anyCase) {
    return fitsPath({ way, text: lowerCase(text), anyCase: false }, bySegments, lowerCase(path));
  }
  if (bySegments && way === 'prefix') {
    const whole = segments(text);
    return path === whole || path.startsWith(`${whole}/`);
  }
  return fitsText({ way, text }, path);
}

function segments(text: string): string {
  return text.endsWith('/') ? text.slice(0, -1) : text;
}

/** The routes of a virtual host, of which the first that fits is found without trying all. */
export class RouteIndex {
  private readonly exact = new Map<string, Bucket>();
  private readonly anyCaseExact = new Map<string, Bucket>();
  private readonly prefixes = new Prefixes();
  private readonly anyCasePrefixes = new Prefixes();
  /** By the text with which all that fits begins. */
  private readonly expressions = new Prefixes();

  constructor(public readonly routes: readonly RouteEntry[]) {
    routes.forEach((route, i) => this.add(route, i));
  }

  /** The place of the first route that fits; undefined where none does. */
  public find(request: RoutedRequest): number | undefined {
    const search = new Search(this.routes, request);
    const { path } = request;
    search.in(this.exact.get(path));
    this.prefixes.each(path, (bucket) => search.in(bucket));
    if (this.anyCaseExact.size > 0 || !this.anyCasePrefixes.isEmpty) {
      const lower = lowerCase(path);
      search.in(this.anyCaseExact.get(lower));
      this.anyCasePrefixes.each(lower, (bucket) => search.in(bucket));
    }
    this.expressions.each(path, (bucket) => search.in(bucket));
    return search.found === Infinity ? undefined : search.found;
  }

  private add(route: RouteEntry, place: number): void {
    const { path, conditions } = askedBy(route);
    const { way, anyCase } = path;
    const text = anyCase ? lowerCase(path.text) : path.text;
    const whole = route.bySegments === true;
    const bucket =
      way === 'regex'
        ? this.expressions.bucket(sureBeginning(path), text)
        : way === 'prefix'
          ? (anyCase ? this.anyCasePrefixes : this.prefixes).bucket(whole ? segments(text) : text, whole ? '/' : '')
          : bucketOf(anyCase ? this.anyCaseExact : this.exact, text);
    add(bucket, conditions, place);
  }
}

/** The routes with one condition on the path, by one exact value that they ask, as far as they ask any. */
interface Bucket {
  first: number;
  readonly others: number[];
  /** By what is compared, then by the value. */
  readonly keyed: Map<string, Keyed>;
}

interface Keyed {
  readonly condition: Condition;
  readonly places: Map<string, number[]>;
}

class Prefixes {
  private readonly byText = new Map<string, Map<string, Bucket>>();
  private lengths?: readonly number[];

  public get isEmpty(): boolean {
    return this.byText.size === 0;
  }

  public bucket(text: string, kind: string): Bucket {
    let buckets = this.byText.get(text);
    if (buckets === undefined) {
      buckets = new Map();
      this.byText.set(text, buckets);
    }
    return bucketOf(buckets, kind);
  }

  /** Those whose text a path begins with. */
  public each(path: string, look: (bucket: Bucket) => void): void {
    this.lengths ??= [...new Set([...this.byText.keys()].map((text) => text.length))].sort((a, b) => a - b);
    for (const length of this.lengths) {
      if (length > path.length) {
        return;
      }
      this.byText.get(path.slice(0, length))?.forEach(look);
    }
  }
}

function bucketOf(buckets: Map<string, Bucket>, key: string): Bucket {
  let bucket = buckets.get(key);
  if (bucket === undefined) {
    bucket = { first: Infinity, others: [], keyed: new Map() };
    buckets.set(key, bucket);
  }
  return bucket;
}

function add(bucket: Bucket, conditions: readonly Condition[], place: number): void {
  bucket.first = Math.min(bucket.first, place);
  const exact = conditions.find(({ text, without }) => without !== true && text?.way === 'exact');
  if (exact === undefined) {
    bucket.others.push(place);
    return;
  }
  const key = `${exact.subject} ${exact.name}`;
  let keyed = bucket.keyed.get(key);
  if (keyed === undefined) {
    keyed = { condition: exact, places: new Map() };
    bucket.keyed.set(key, keyed);
  }
  const places = keyed.places.get(exact.text!.text);
  if (places === undefined) {
    keyed.places.set(exact.text!.text, [place]);
  } else {
    places.push(place);
  }
}

class Search {
  public found = Infinity;

  constructor(
    private readonly routes: readonly RouteEntry[],
    private readonly request: RoutedRequest,
  ) {}

  public in(bucket: Bucket | undefined): void {
    if (bucket === undefined || bucket.first >= this.found) {
      return;
    }
    this.first(bucket.others);
    for (const { condition, places } of bucket.keyed.values()) {
      if (this.request.isOpen(condition)) {
        places.forEach((each) => this.first(each));
        continue;
      }
      for (const value of this.request.values(condition)) {
        this.first(places.get(value) ?? []);
      }
    }
  }

  private first(places: readonly number[]): void {
    for (const place of places) {
      if (place >= this.found) {
        return;
      }
      if (misfit(this.routes[place], this.request) === undefined) {
        this.found = place;
        return;
      }
    }
  }
}

/** What a match asks, for a reader: `= /productpage, header x-version = v2`. */
export function matchText(route: RouteEntry): string {
  const { conditions } = askedBy(route);
  const { uri } = route.match;
  return [
    ...(uri === undefined ? [] : [pathText(route.match, route.bySegments)]),
    ...conditions.map(conditionText),
  ].join(', ');
}

function pathText({ uri = {}, ignoreUriCase }: HttpMatchRequest, bySegments?: boolean): string {
  const { exact, prefix, regex } = uri;
  const text =
    regex !== undefined
      ? `~ ${regex}`
      : prefix !== undefined
        ? `${prefix}${bySegments === true && !prefix.endsWith('/') ? '/*' : '*'}`
        : `= ${exact ?? ''}`;
  return ignoreUriCase === true ? `${text} in any case` : text;
}

const NAMES: Partial<Record<Condition['subject'], string>> = { queryParam: 'parameter', claim: '' };

function conditionText({ subject, name, text, without }: Condition): string {
  const what = [NAMES[subject] ?? subject, name].filter((each) => each !== '').join(' ');
  const value = text === undefined ? 'is there' : `${SIGNS[text.way]} ${text.text}`;
  return without === true ? (text === undefined ? `no ${what}` : `${what} not ${value}`) : `${what} ${value}`;
}

const SIGNS = { exact: '=', prefix: 'begins with', regex: '~' };

const FIELDS: Partial<Record<Condition['subject'], string>> = {
  header: 'headers',
  claim: 'headers',
  queryParam: 'queryParams',
};

function fieldOf({ subject, name, without }: Condition): string {
  const field = without === true ? 'withoutHeaders' : (FIELDS[subject] ?? subject);
  return name === '' ? field : `${field}.${name}`;
}
