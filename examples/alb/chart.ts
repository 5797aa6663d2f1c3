import { Chart, Duration } from 'cdk8s';
import {
  AlbIngress,
  AlbScheme,
  AuthorizationAction,
  AuthorizationPolicy,
  AuthorizationRule,
  GatewayDeployment,
  IngressedService,
  IngressTls,
  JwtRule,
  LoadBalancer,
  Operation,
  PolicyTarget,
  RequestAuthentication,
  ServiceRef,
  Source,
} from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { MeshedNamespace } from '../meshed-namespace';
import { AlbWorkloads } from './workloads';

const EDGE = 'istio-ingress';

export class AlbChart extends Chart {
  constructor(scope: Construct, id: string = 'alb') {
    super(scope, id, { namespace: 'prd-api' });
    new MeshedNamespace(this, 'EdgeNamespace', EDGE);
    const { workload } = new GatewayDeployment(this, 'AlbGateway', {
      namespace: EDGE,
      loadBalancer: LoadBalancer.clusterIp(),
      trustedProxies: 1,
      ports: [{ port: 80 }],
    });

    new MeshedNamespace(this, 'Namespace', 'prd-api');
    const { api } = new AlbWorkloads(this, 'Workloads');
    const behind = { workload, tls: IngressTls.elsewhere({ hsts: Duration.days(365) }) };
    const services = [
      new IngressedService(this, 'CbTestApi', { service: api, hosts: ['cb-test-api.domain.shop'], ...behind }),
      new IngressedService(this, 'Grafana', {
        service: ServiceRef.fromName('grafana', { namespace: 'istio-system', ports: [{ name: 'http', port: 3000 }] }),
        hosts: ['istio.domain.shop'],
        ...behind,
      }),
    ];
    new AlbIngress(this, 'Alb', {
      services,
      scheme: AlbScheme.INTERNET_FACING,
      certificateArns: ['arn:aws:acm:ap-northeast-2:123456789012:certificate/3f8a7c52-0e1d-4b6f-9a57-6c2d84b1e0f9'],
    });

    this.requireLogin(services[1], PolicyTarget.gatewayWorkload(workload));
  }

  /** Istio's Grafana lets everybody in as administrator, so the gateway asks for a token first. */
  private requireLogin({ virtualService }: IngressedService, target: PolicyTarget): void {
    new RequestAuthentication(this, 'Login', {
      metadata: { name: 'login', namespace: EDGE },
      target,
      jwtRules: [
        JwtRule.of({
          issuer: 'https://login.domain.shop',
          jwksUri: 'https://login.domain.shop/.well-known/jwks.json',
          audiences: ['grafana'],
        }),
      ],
    });
    new AuthorizationPolicy(this, 'GrafanaNeedsLogin', {
      metadata: { name: 'grafana-needs-login', namespace: EDGE },
      target,
      action: AuthorizationAction.DENY,
      rules: [
        AuthorizationRule.of({
          from: [Source.everyoneExcept([Source.anyToken()])],
          to: [Operation.http({ ports: [80], hosts: virtualService.hosts.flatMap((host) => [host, `${host}:*`]) })],
        }),
      ],
    });
  }
}
