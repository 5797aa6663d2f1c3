import type { IConstruct } from 'constructs';
import { expectBoolean, expectObject } from '../../core/expect';
import type { Struct } from '../../core/expect';
import { literal } from '../../core/literal';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import type { AddonDashboard } from '../../istio/sample-addons';
import { ADDON_DASHBOARDS } from '../../istio/sample-addons';
import type { IServiceLike } from '../../kubernetes/service-like';
import { ServiceRef } from '../../kubernetes/service-ref';
import { outsideHostProblem } from '../ingress/outside-host';

/** Where a dashboard is served. */
export interface DashboardOptions {
  /**
   * The path under which it is served, with everything below: "/kiali" is also "/kiali/console", and not "/kialix".
   *
   * Rejects a path without a leading slash, one with a slash at its end, and one that another dashboard of the host has.
   *
   * @default - the path that the dashboard serves by itself; "/" where it is the only one of its host
   */
  readonly path?: string;

  /**
   * A host of its own.
   *
   * Rejects wildcards, schemes, ports and paths.
   *
   * @default - `host` of the DashboardExposure
   */
  readonly host?: string;
}

/** Where a dashboard of any Service is served. */
export interface ServiceDashboardOptions extends DashboardOptions {
  /**
   * Number or name of the Service's port. Istio field `http[].route[].destination.port`.
   *
   * @default - its only port
   */
  readonly port?: number | string;

  /**
   * Whether the dashboard gets its requests without the path: for "/grafana/login" it is asked for "/login". It must know the address that
   * browsers use, for the links in its pages. Istio field `http[].rewrite`.
   *
   * @default false
   */
  readonly stripPath?: boolean;
}

/** A dashboard with what is known of it. */
export interface ResolvedDashboard {
  readonly service: IServiceLike | IConstruct | string;
  readonly port?: number | string;
  readonly host?: string;
  /** Undefined where it serves "/" and nothing else was asked for. */
  readonly path?: string;
  readonly stripPath: boolean;
}

const NO_OPTIONS = "{ path: '/kiali' }";

/**
 * A dashboard that clients outside the cluster reach.
 *
 * The addons are those of Istio's `samples/addons`. Kiali and Jaeger serve a path of their own there. Grafana and Prometheus serve "/": give
 * each a host of its own, or a `path`, which the gateway then strips, and tell them their address:
 *
 * - Grafana: the environment variable `GF_SERVER_ROOT_URL=https://dash.example.com/grafana/`
 * - Prometheus: the arguments `--web.external-url=https://dash.example.com/prometheus/` and `--web.route-prefix=/`
 *
 * @example
 * [Dashboard.kiali(), Dashboard.jaeger(), Dashboard.grafana({ host: 'grafana.example.com' })];
 *
 * @see https://istio.io/latest/docs/tasks/observability/gateways/
 */
export class Dashboard {
  /**
   * Kiali: Service `kiali`, port 20001, path "/kiali", which is its `server.web_root`.
   *
   * @param options where it is served
   */
  public static kiali(options: DashboardOptions = {}): Dashboard {
    return Dashboard.addon(ADDON_DASHBOARDS.kiali, options);
  }

  /**
   * Grafana: Service `grafana`, port 3000.
   *
   * Rejects one without `host` and `path` beside other dashboards of the host.
   *
   * @param options where it is served
   */
  public static grafana(options: DashboardOptions = {}): Dashboard {
    return Dashboard.addon(ADDON_DASHBOARDS.grafana, options);
  }

  /**
   * Jaeger: Service `tracing`, port 80, path "/jaeger", which is its `base_path`.
   *
   * @param options where it is served
   */
  public static jaeger(options: DashboardOptions = {}): Dashboard {
    return Dashboard.addon(ADDON_DASHBOARDS.jaeger, options);
  }

  /**
   * Prometheus: Service `prometheus`, port 9090.
   *
   * Rejects one without `host` and `path` beside other dashboards of the host.
   *
   * @param options where it is served
   */
  public static prometheus(options: DashboardOptions = {}): Dashboard {
    return Dashboard.addon(ADDON_DASHBOARDS.prometheus, options);
  }

  /**
   * Any Service.
   *
   * @param service a Service of any cdk8s-plus release, a `ServiceRef`, or a name in the namespace of the chart
   * @param options where it is served
   */
  public static of(service: IServiceLike | IConstruct | string, options: ServiceDashboardOptions = {}): Dashboard {
    return new Dashboard('Dashboard.of(service, ', 'ServiceDashboardOptions', options, service);
  }

  private static addon(addon: AddonDashboard, options: DashboardOptions): Dashboard {
    return new Dashboard(`Dashboard.${addon.id}(`, 'DashboardOptions', options, addon.service, addon);
  }

  private constructor(
    /** How it is written, up to its options. */
    private readonly code: string,
    private readonly struct: Struct,
    private readonly options: ServiceDashboardOptions,
    private readonly service: IServiceLike | IConstruct | string,
    private readonly addon?: AddonDashboard,
  ) {}

  /**
   * @internal
   * @param namespace where the Services of the addons are
   */
  public _resolve(namespace: string, problems: Problems): ResolvedDashboard {
    const given = expectObject(this.options, this.struct, problems, '', NO_OPTIONS) ?? {};
    const { host, path } = given;
    const hostProblem = host === undefined ? undefined : outsideHostProblem(host, {});
    if (hostProblem !== undefined) {
      problems.add('host', hostProblem);
    }
    if (path !== undefined && !isPath(path)) {
      problems.add(
        'path',
        `${show(path)} is not a path of a dashboard, which begins with "/" and has no "/" at its end. Write ${show(asPath(path))}.`,
      );
    }
    expectBoolean(given.stripPath, problems, 'stripPath');
    const { addon } = this;
    return {
      service:
        addon === undefined
          ? this.service
          : ServiceRef.fromName(addon.service, { namespace, ports: [{ port: addon.port, name: addon.portName }] }),
      port: given.port,
      host,
      path: path ?? addon?.path,
      stripPath: addon === undefined ? given.stripPath === true : addon.path === undefined,
    };
  }

  /** @internal What to write where the dashboard serves "/", and its host has others. */
  public _elsewhere(host: string): string {
    const { addon } = this;
    const name = addon?.service ?? 'name';
    const [, domain = 'example.com'] = /^[^.]+\.(.+)$/.exec(host) ?? [];
    const own = `${this.code}{ host: ${literal(`${name}.${domain}`)} })`;
    const below = `${this.code}{ path: ${literal(`/${name}`)} })`;
    const settings = addon?.settings?.(`https://${host}/${name}/`);
    return `Write ${own}, or ${below}${settings === undefined ? ' if it serves that path' : `, and set ${settings}`}.`;
  }

  /** @internal A word for it in names. */
  public get _word(): string | undefined {
    return this.addon?.id;
  }
}

function isPath(path: unknown): boolean {
  return path === '/' || (typeof path === 'string' && /^(\/[\w.~-]+)+$/.test(path) && !/\/\.{1,2}(\/|$)/.test(path));
}

/** The nearest path that is right. */
function asPath(path: unknown): string {
  const parts = typeof path === 'string' ? path.split('/').filter((part) => /^[\w~-][\w.~-]*$/.test(part)) : [];
  return `/${parts.length === 0 ? 'kiali' : parts.join('/')}`;
}
