import type { IConstruct } from 'constructs';
import { expectList } from '../../core/expect';
import { withGiven } from '../../core/given';
import { Problems, show } from '../../core/problems';
import { kebabCase } from '../../kubernetes/names';
import type { HttpRouteOptions } from '../../networking/http-route';
import { WrittenHttpRoute } from '../../networking/http-route';
import { Rewrite } from '../../networking/rewrite';
import { IngressRoute } from '../ingress/ingress-route';
import type { WrittenRoute } from '../ingress/route-writer';
import { writeRoute } from '../ingress/route-writer';
import type { ResolvedDashboard } from './dashboard';
import { Dashboard } from './dashboard';

/** A host with its dashboards, as the rules of a VirtualService. */
export interface DashboardHost {
  readonly host: string;
  /** Where it was given. */
  readonly field: string;
  readonly rules: HttpRouteOptions[];
  /** A word for it in names, if it is a host of its own. */
  readonly word?: string;
}

/** What holds for all dashboards. */
export interface DashboardDefaults {
  /** Null where the one that was given is wrong. */
  readonly host?: string | null;
  readonly namespace: string;
  /** The value of Strict-Transport-Security. */
  readonly hsts?: string;
  /** Headers that the dashboards do not get. */
  readonly removedHeaders: string[];
}

/** A dashboard in its place. */
interface Placed extends ResolvedDashboard {
  readonly index: number;
  readonly dashboard: Dashboard;
  readonly host: string;
}

const EXAMPLE = '[Dashboard.kiali(), Dashboard.jaeger()]';

/** The hosts of dashboards, each with its rules. */
export function writeHosts(
  dashboards: Dashboard[] | undefined,
  defaults: DashboardDefaults,
  scope: IConstruct,
  problems: Problems,
): DashboardHost[] {
  if (dashboards === undefined || (Array.isArray(dashboards) && dashboards.length === 0)) {
    problems.add('dashboards', `${dashboards === undefined ? 'is needed' : 'is empty'}. Write ${EXAMPLE}.`);
    return [];
  }
  const placed = expectList(dashboards, problems, 'dashboards', EXAMPLE).flatMap((dashboard, index) =>
    place(dashboard, index, defaults, problems),
  );
  if (typeof defaults.host === 'string' && placed.length > 0 && placed.every(({ host }) => host !== defaults.host)) {
    problems.add('host', `${show(defaults.host)} has no dashboard, because each has a host of its own. Omit it.`);
  }
  const words = new Set<string>();
  return [...new Set(placed.map(({ host }) => host))].map((host) => {
    const here = placed.filter((each) => each.host === host);
    const isShared = host === defaults.host;
    const [first] = here;
    const own = first.dashboard._word;
    const word = own === undefined || words.has(own) ? kebabCase(host) : own;
    words.add(word);
    return {
      host,
      field: isShared ? 'host' : `dashboards[${first.index}].host`,
      rules: writeRules(here, defaults, scope, problems),
      word: isShared ? undefined : word,
    };
  });
}

function place(dashboard: Dashboard, index: number, defaults: DashboardDefaults, problems: Problems): Placed[] {
  const at = problems.in(`dashboards[${index}]`);
  if (!(dashboard instanceof Dashboard)) {
    at.add(
      '',
      `${show(dashboard)} is not a Dashboard. Write ${withGiven("Dashboard.of('kiali')", dashboard)}, or one of kiali, grafana, jaeger and prometheus of the same class.`,
    );
    return [];
  }
  const before = problems.count;
  const resolved = dashboard._resolve(defaults.namespace, at);
  const host = resolved.host ?? defaults.host;
  if (host === undefined) {
    at.add('host', "is needed, where the construct has none. Write host: 'dash.example.com' here or there.");
  }
  // What is new stands before the spread: V8 gives every object that gets a key after one a hidden class of its own.
  return typeof host !== 'string' || problems.count > before ? [] : [{ index, dashboard, ...resolved, host }];
}

function writeRules(
  here: Placed[],
  { hsts, removedHeaders }: DashboardDefaults,
  scope: IConstruct,
  problems: Problems,
): HttpRouteOptions[] {
  const written: WrittenRoute[] = [];
  for (const [i, each] of here.entries()) {
    const { index, dashboard, host, path = '/' } = each;
    const at = problems.in(`dashboards[${index}]`);
    const twin = here.slice(0, i).find((earlier) => (earlier.path ?? '/') === path);
    if (each.path === undefined && here.length > 1) {
      at.add(
        'path',
        `is needed, because it serves "/", and ${host} has other dashboards. ${dashboard._elsewhere(host)}`,
      );
    } else if (twin !== undefined) {
      at.add(
        'path',
        `${show(path)} is that of dashboards[${twin.index}] on ${host}, too. Write another path, or a host of its own.`,
      );
    }
    const found = new Problems();
    for (const route of routesOf(each, here.length === 1, removedHeaders)) {
      const rule = writeRoute(route, index, { service: each.service, policy: {}, hsts }, scope, found);
      if (rule !== undefined) {
        written.push(each.stripPath || path === '/' ? rule : withPathItself(rule, path));
      }
    }
    const said = found.list.map(({ field, message }) => ({ field: field.replace(/^routes\[\d+\]\.?/, ''), message }));
    at.addAll([...new Map(said.map((problem) => [problem.field + problem.message, problem])).values()]);
  }
  return written.sort((a, b) => a.route._compare(b.route)).flatMap(({ rules }) => rules);
}

/** "/kiali" and what is below it, but not "/kialix". */
function routesOf(
  { service, port, path = '/', stripPath }: Placed,
  isAlone: boolean,
  removedHeaders: string[],
): IngressRoute[] {
  const headers = removedHeaders.length === 0 ? undefined : { request: { remove: removedHeaders } };
  const to = { service, port, headers };
  if (path === '/') {
    return [IngressRoute.all(to)];
  }
  const slashed = `${path}/`;
  const added = { redirect: { uri: slashed } };
  return [
    IngressRoute.prefix(slashed, stripPath ? { rewrite: Rewrite.uri('/'), ...to } : to),
    // Without the slash the links of its pages would lead elsewhere, and the dashboard does not see what was asked for.
    ...(stripPath ? [IngressRoute.exact(path, added)] : []),
    ...(isAlone ? [IngressRoute.exact('/', added)] : []),
  ];
}

/** The route of what is below a path, for the path as well. */
function withPathItself(written: WrittenRoute, path: string): WrittenRoute {
  const rules = written.rules.map((rule) => {
    const { _json } = rule as WrittenHttpRoute;
    const isBelow = _json.match?.[0].uri?.prefix === `${path}/`;
    return isBelow ? new WrittenHttpRoute({ ..._json, match: [{ uri: { exact: path } }, ..._json.match] }) : rule;
  });
  return { ...written, rules: rules as HttpRouteOptions[] };
}
