import { Construct } from 'constructs';
import { checkAtSynth } from '../core/at-synth';
import { foreseen } from '../core/acceptance';
import { expectBoolean, expectObject } from '../core/expect';
import { Problems, show } from '../core/problems';
import { ADDON_NAMESPACE } from '../istio/sample-addons';
import { dnsLabelProblem } from '../kubernetes/names';
import { Gateway } from '../networking/gateway';
import type { IGateway } from '../networking/gateway-handle';
import { GatewayWorkload } from '../networking/gateway-workload';
import { passingServers } from '../networking/passing-servers';
import { VirtualService } from '../networking/virtual-service';
import { AuthorizationPolicy } from '../security/authorization-policy';
import { PolicyTarget } from '../security/policy-target';
import { RequestAuthentication } from '../security/request-authentication';
import { checkClearText } from './dashboards/clear-text';
import type { Dashboard } from './dashboards/dashboard';
import type { DashboardHost } from './dashboards/dashboard-hosts';
import { writeHosts } from './dashboards/dashboard-hosts';
import type { WrittenLogin } from './dashboards/login';
import { Login } from './dashboards/login';
import { loginRules } from './dashboards/login-rules';
import type { ServedPorts } from './dashboards/served-ports';
import { allPorts, ownPorts, servedPorts } from './dashboards/served-ports';
import type { IngressGatewayOptions } from './ingress/ingress-gateway';
import { IngressGateway } from './ingress/ingress-gateway';
import { outsideHostProblem } from './ingress/outside-host';
import { claimObjects, patternName, patternNamespace } from './pattern-name';

/** Options of a DashboardExposure. */
export interface DashboardExposureProps extends IngressGatewayOptions {
  /** The dashboards. */
  readonly dashboards: Dashboard[];

  /**
   * The host of all dashboards that have none of their own.
   *
   * Rejects wildcards, schemes, ports and paths, and a host that another pattern serves at the same gateway.
   *
   * @default - none: each dashboard has a host of its own
   */
  readonly host?: string;

  /**
   * Who may use them. Either `login` or `allowAnonymous`.
   *
   * @default - none, with `allowAnonymous`
   */
  readonly login?: Login;

  /**
   * Whether everybody who reaches the gateway may use them. The objects then carry a note about it.
   *
   * @default false
   */
  readonly allowAnonymous?: boolean;

  /**
   * The gateway's pods, which enforce the login. Istio fields `selector` of the Gateway and of the policies, which are in the namespace of the pods.
   *
   * Needed beside a `gateway` that is known by its name alone; the login is then enforced on all of its ports, so name those that take HTTP.
   *
   * @default - `ingress` of MeshSettings: GatewayWorkload.istioIngress(); those of a `gateway` of this app
   */
  readonly workload?: GatewayWorkload;

  /**
   * The namespace of the Services of Kiali, Grafana, Jaeger and Prometheus.
   *
   * @default "istio-system"
   */
  readonly namespace?: string;

  /**
   * Name of the objects; the VirtualService of a dashboard with a host of its own has the dashboard's name added.
   *
   * @default - the id of the construct in kebab-case
   */
  readonly name?: string;
}

/**
 * Dashboards of the mesh behind an ingress gateway, for those who may see them.
 *
 * Istio's sample addons let everybody in: Kiali changes the configuration of the mesh, Grafana makes every visitor an administrator. So the
 * gateway asks for a login, by a policy for the hosts of the dashboards; other hosts of the gateway are as before. Creates a Gateway, or
 * uses a shared one, a VirtualService for each host, and in the namespace of the gateway's pods the policies of the login.
 *
 * Rejects dashboards with neither `login` nor `allowAnonymous`, a login whose tokens or cookies would cross the network in the clear, and a
 * gateway whose pods are not known.
 *
 * @example
 * new DashboardExposure(chart, 'Dashboards', {
 *   dashboards: [Dashboard.kiali(), Dashboard.jaeger()],
 *   host: 'dash.example.com',
 *   tls: IngressTls.credential('dash-cert'),
 *   login: Login.jwt({ issuer: 'https://issuer.example.com', claims: [Condition.claim('groups', ['operators'])] }),
 * });
 *
 * @see https://istio.io/latest/docs/tasks/observability/gateways/
 */
export class DashboardExposure extends Construct {
  /** The Gateway that the routes are bound to. */
  public readonly gateway: IGateway;

  /** The Gateway that was made; undefined where a shared one is used. */
  public readonly ownGateway?: Gateway;

  /** The routes, one for each host. */
  public readonly virtualServices: VirtualService[];

  /** Whose tokens are checked; undefined without `Login.jwt`. */
  public readonly requestAuthentication?: RequestAuthentication;

  /** What refuses all others; undefined with `allowAnonymous`. */
  public readonly authorizationPolicy?: AuthorizationPolicy;

  private readonly props: DashboardExposureProps;
  private readonly hosts: string[];
  /** The ports on which the login is enforced. */
  private readonly ports: ServedPorts;
  private readonly place: IngressGateway;

  constructor(scope: Construct, id: string, props: DashboardExposureProps) {
    super(scope, id);
    const problems = new Problems();
    const example =
      "{ dashboards: [Dashboard.kiali()], host: 'dash.example.com', login: Login.jwt({ issuer: '...' }) }";
    this.props = expectObject(props, 'DashboardExposureProps', problems, '', example) ?? ({} as DashboardExposureProps);
    const name = patternName(this, this.props.name, problems);
    const namespace = patternNamespace(this, problems);
    this.place = this.choosePlace(problems);
    const workload = this.chooseWorkload(problems);
    const login = this.checkLogin(workload, problems);
    const written = writeHosts(
      this.props.dashboards,
      {
        host: this.checkHost(problems),
        namespace: this.checkNamespace(problems),
        hsts: this.place.hsts,
        removedHeaders: login?.removedHeaders ?? [],
      },
      this,
      problems,
    );
    this.hosts = written.map(({ host }) => host);
    this.ports = this.choosePorts(workload);
    if (login !== undefined && problems.count === 0) {
      this.checkPorts(login, problems);
    }
    this.claimNames(name, namespace, written, workload, login, problems);
    problems.throwFor(this, 'DashboardExposure');

    this.ownGateway = this.props.gateway === undefined ? this.place.make(name, this.hosts) : undefined;
    this.gateway = this.ownGateway ?? this.props.gateway!;
    this.virtualServices = written.map((each) => this.makeRoutes(name, each));
    if (login !== undefined) {
      const target = PolicyTarget.gatewayWorkload(workload!);
      const metadata = { name, namespace: workload!.namespace };
      this.requestAuthentication =
        login.jwtRule &&
        new RequestAuthentication(this, 'RequestAuthentication', { metadata, target, jwtRules: [login.jwtRule] });
      this.authorizationPolicy = new AuthorizationPolicy(this, 'AuthorizationPolicy', {
        metadata,
        target,
        action: login.action,
        rules: loginRules(login, this.hosts, this.ports),
      });
      checkAtSynth(this, 'DashboardExposure', (problems) => this.validate(problems));
    }
  }

  /** Gateways may come later and get more servers: a port that the policy does not name would be a way around it. */
  private validate(problems: Problems): void {
    if (this.gateway instanceof Gateway) {
      const { serving, redirecting } = servedPorts(this.gateway, this.hosts, this.answeredPort);
      const isCovered =
        serving.every((port) => this.ports.serving.includes(port)) &&
        redirecting.every((port) => [...this.ports.serving, ...this.ports.redirecting].includes(port));
      if (!isCovered) {
        problems.add(
          'gateway',
          `${this.gateway.gatewayName} got a server for ${this.hosts.join(', ')} after the login was written, which does not cover it. Give the Gateway all of its servers before.`,
        );
      }
      this.reportPassed(this.gateway.workload, problems);
    }
  }

  /** With a named Gateway `workload` does not choose the pods of the Gateway, but names them. */
  private choosePlace(problems: Problems): IngressGateway {
    const { gateway, workload, tls, httpPort } = this.props;
    const isNamed = gateway !== undefined && !(gateway instanceof Gateway);
    return new IngressGateway(this, { gateway, tls, httpPort, workload: isNamed ? undefined : workload }, problems);
  }

  private chooseWorkload(problems: Problems): GatewayWorkload | undefined {
    const { gateway, workload } = this.props;
    if (gateway === undefined) {
      return this.place.workload;
    }
    if (gateway instanceof Gateway) {
      return gateway.workload;
    }
    if (workload === undefined) {
      problems.add(
        'workload',
        "is needed, because of the Gateway no more is known than its name, and a login is enforced by the pods that open it. Write workload: GatewayWorkload.helmRelease('istio-ingress', { namespace: 'istio-ingress' }).",
      );
    } else if (!(workload instanceof GatewayWorkload)) {
      problems.add('workload', `${show(workload)} is not a GatewayWorkload. Write GatewayWorkload.istioIngress().`);
    } else {
      workload._check(problems.in('workload'));
      return workload;
    }
    return undefined;
  }

  private checkLogin(workload: GatewayWorkload | undefined, problems: Problems): WrittenLogin | undefined {
    const { login, allowAnonymous } = this.props;
    const anonymous = expectBoolean(allowAnonymous, problems, 'allowAnonymous') === true;
    if (login === undefined) {
      if (!anonymous) {
        problems.add('login', `is needed: the dashboards let everybody in by themselves. ${LOGINS}`);
      }
      return undefined;
    }
    if (!(login instanceof Login)) {
      problems.add('login', `${show(login)} is not a Login. ${LOGINS}`);
      return undefined;
    }
    if (anonymous) {
      problems.add('allowAnonymous', 'and login exclude each other. Omit one of them.');
    }
    return workload && login._write(workload, this, problems.in('login'));
  }

  private checkHost(problems: Problems): string | null | undefined {
    const { host } = this.props;
    const problem = host === undefined ? undefined : outsideHostProblem(host, {});
    if (problem !== undefined) {
      problems.add('host', problem);
      return null;
    }
    return host;
  }

  private checkNamespace(problems: Problems): string {
    const { namespace = ADDON_NAMESPACE } = this.props;
    const problem = dnsLabelProblem(namespace, 'the name of a namespace');
    if (problem !== undefined) {
      problems.add('namespace', problem);
    }
    return problem === undefined ? namespace : ADDON_NAMESPACE;
  }

  private choosePorts(workload: GatewayWorkload | undefined): ServedPorts {
    const { gateway } = this.props;
    if (gateway instanceof Gateway) {
      return servedPorts(gateway, this.hosts);
    }
    return gateway === undefined || workload === undefined ? ownPorts(this.place) : allPorts(workload);
  }

  /** A port of a Gateway of its own that a rule answers with a redirect. */
  private get answeredPort(): number | undefined {
    return this.place.redirectsByRule ? this.place.httpPort : undefined;
  }

  private checkPorts({ secret }: WrittenLogin, problems: Problems): void {
    const { gateway } = this.props;
    const { plain, serving, redirecting } = this.ports;
    if (gateway instanceof Gateway) {
      if (serving.length + redirecting.length === 0) {
        problems.add(
          'gateway',
          `${gateway.gatewayName} serves none of ${this.hosts.join(', ')} with HTTP. Add one of them to a server of the Gateway.`,
        );
        return;
      }
      this.reportPassed(gateway.workload, problems);
    }
    if (secret !== undefined) {
      checkClearText(secret, this.props, plain, problems);
    }
  }

  private reportPassed(workload: GatewayWorkload, problems: Problems): void {
    const { serving, redirecting } = this.ports;
    for (const { gateway, port } of passingServers(this, workload)) {
      if (serving.includes(port) || redirecting.includes(port)) {
        problems.add(
          'gateway',
          `${gateway.gatewayName} passes connections through on port ${port}, where there are no requests to look at, and the login would refuse them all. Give these hosts another port.`,
        );
      }
    }
  }

  private claimNames(
    name: string,
    namespace: string | undefined,
    written: DashboardHost[],
    workload: GatewayWorkload | undefined,
    login: WrittenLogin | undefined,
    problems: Problems,
  ): void {
    this.place.join(problems);
    for (const { host, field } of written) {
      this.place.claimHost(host, field, () => 'Give the dashboards a host of their own.', problems);
    }
    const before = problems.count;
    for (const { word } of written) {
      claimObjects(this, ['VirtualService'], namespace, nameOf(name, word), problems);
    }
    if (problems.count === before && this.props.gateway === undefined) {
      claimObjects(this, ['Gateway'], namespace, name, problems);
    }
    if (problems.count === before && login !== undefined) {
      const kinds = login.jwtRule === undefined ? [] : ['RequestAuthentication'];
      claimObjects(this, [...kinds, 'AuthorizationPolicy'], workload?.namespace, name, problems);
    }
    this.place.claimCertificate(problems);
  }

  private makeRoutes(name: string, { host, rules, word }: DashboardHost): VirtualService {
    const annotations = this.props.login === undefined ? OPEN : undefined;
    return new VirtualService(this, word === undefined ? 'VirtualService' : `VirtualService-${word}`, {
      metadata: { name: nameOf(name, word), annotations },
      hosts: [host],
      gateways: [this.gateway],
      http: [...this.place.redirects([host]), ...rules],
    });
  }
}

const LOGINS =
  "Write login: Login.jwt({ issuer: 'https://issuer.example.com' }), Login.externalAuthorizer('oauth2-proxy') or Login.sourceRanges(['203.0.113.0/24']), or allowAnonymous: true.";

const OPEN = foreseen(['CDI0301'], 'allowAnonymous: everybody who reaches the gateway may use the dashboards');

function nameOf(name: string, word: string | undefined): string {
  return word === undefined ? name : `${name}-${word}`;
}
