import { expectBoolean, expectList, expectString, needObject, needPort } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { NLB, READY_PATH, STATUS_PORT } from '../../istio/load-balancer';
import type { GatewayPort } from '../../networking/gateway-workload';
import { writeCertificateArns } from '../certificate-arns';
import type { LoadBalancerOptions } from './load-balancer-options';
import { ExternalTrafficPolicy, writeAnnotations, writeLoadBalancer } from './load-balancer-options';
import type { EndedTls, LoadBalancerPreset, ServiceShape } from './load-balancer-preset';

/** From where a network load balancer of AWS can be reached. */
export enum NlbScheme {
  /** From the network of the cluster. */
  INTERNAL = 'internal',
  /** From the Internet. */
  INTERNET_FACING = 'internet-facing',
}

/** Where a network load balancer of AWS sends connections. */
export enum NlbTargetType {
  /** To the addresses of the pods. */
  IP = 'ip',
  /** To ports of the nodes. */
  INSTANCE = 'instance',
}

/** How a network load balancer of AWS ends TLS. */
export interface NlbTls {
  /** The certificates, by ARN; the first is the default. Annotation `aws-load-balancer-ssl-cert`. */
  readonly certificateArns: string[];

  /**
   * The ports of the Service on which it ends TLS. Annotation `aws-load-balancer-ssl-ports`.
   *
   * @default [443]
   */
  readonly ports?: number[];

  /**
   * The security policy: protocol versions and cipher suites. Annotation `aws-load-balancer-ssl-negotiation-policy`.
   *
   * @default - that of AWS
   */
  readonly policy?: string;

  /**
   * Whether it encrypts again, so that the gateway ends TLS as well. Annotation `aws-load-balancer-backend-protocol`.
   *
   * @default false
   */
  readonly reencrypt?: boolean;
}

/** A network load balancer of the AWS Load Balancer Controller. */
export interface NlbOptions extends LoadBalancerOptions {
  /**
   * From where it can be reached. Annotation `aws-load-balancer-scheme`.
   *
   * @default NlbScheme.INTERNAL
   */
  readonly scheme?: NlbScheme;

  /**
   * Where it sends connections. Annotation `aws-load-balancer-nlb-target-type`.
   *
   * With INSTANCE `externalTrafficPolicy` is LOCAL, or CLUSTER with `proxyProtocol`.
   *
   * @default NlbTargetType.IP
   */
  readonly targetType?: NlbTargetType;

  /**
   * Whether it tells the gateway the address of the client by the PROXY protocol. Annotation `aws-load-balancer-proxy-protocol`, and
   * `gatewayTopology.proxyProtocol` in the `proxy.istio.io/config` of the pods, whose status port then takes health checks that begin with it.
   *
   * @default false
   */
  readonly proxyProtocol?: boolean;

  /**
   * Whether, and how, it ends TLS.
   *
   * Rejects, at synthesis, a Gateway of these pods whose server redirects to HTTPS or ends TLS on such a port.
   *
   * @default - TLS is passed through to the gateway
   */
  readonly tls?: NlbTls;
}

/** Mirrors the annotations of the AWS Load Balancer Controller. @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/ */
export class AwsNlb implements LoadBalancerPreset {
  public readonly label = 'LoadBalancer.awsNlb';

  constructor(private readonly given: NlbOptions) {}

  public write(ports: readonly GatewayPort[], problems: Problems): ServiceShape {
    const options = needObject(this.given, 'NlbOptions', problems, '', '{ scheme: NlbScheme.INTERNET_FACING }') ?? {};
    const { scheme = NlbScheme.INTERNAL, targetType = NlbTargetType.IP } = options;
    if (!Object.values(NlbScheme).includes(scheme)) {
      problems.add('scheme', `${show(scheme)} is not a scheme. Write NlbScheme.INTERNET_FACING or NlbScheme.INTERNAL.`);
    }
    if (!Object.values(NlbTargetType).includes(targetType)) {
      problems.add(
        'targetType',
        `${show(targetType)} is not a type of target. Write NlbTargetType.IP or NlbTargetType.INSTANCE.`,
      );
    }
    const proxyProtocol = expectBoolean(options.proxyProtocol, problems, 'proxyProtocol') === true;
    const tls = this.writeTls(options.tls, ports, problems.in('tls'));
    const annotations = {
      [`${NLB}scheme`]: scheme,
      [`${NLB}nlb-target-type`]: targetType,
      ...this.healthCheck(targetType),
      [`${NLB}proxy-protocol`]: proxyProtocol ? '*' : undefined,
      ...tls?.annotations,
    };
    return {
      type: 'LoadBalancer',
      annotations: writeAnnotations(options.annotations, annotations, problems),
      fields: {
        loadBalancerClass: 'service.k8s.aws/nlb',
        ...writeLoadBalancer(options, problems),
        externalTrafficPolicy: this.trafficPolicy(options, targetType, proxyProtocol, problems),
      },
      // Each port of the Service is open to clients of the load balancer, and the health check needs none.
      hasStatusPort: false,
      proxyProtocol,
      tls: tls?.ended,
    };
  }

  /**
   * IP targets are asked at the status port of the pods. Instance targets are asked as the controller does by itself: kube-proxy with LOCAL,
   * otherwise the port that serves.
   */
  private healthCheck(targetType: NlbTargetType): Record<string, string> {
    return targetType !== NlbTargetType.IP
      ? {}
      : {
          [`${NLB}healthcheck-port`]: `${STATUS_PORT}`,
          [`${NLB}healthcheck-protocol`]: 'HTTP',
          [`${NLB}healthcheck-path`]: READY_PATH,
        };
  }

  private trafficPolicy(
    { externalTrafficPolicy: given }: NlbOptions,
    targetType: NlbTargetType,
    proxyProtocol: boolean,
    problems: Problems,
  ): ExternalTrafficPolicy | undefined {
    if (targetType !== NlbTargetType.INSTANCE) {
      if (given !== undefined) {
        problems.add(
          'externalTrafficPolicy',
          'is about ports of nodes, and with IP targets connections go to the pods directly. Omit it, or write targetType: NlbTargetType.INSTANCE.',
        );
      }
      return undefined;
    }
    if (given === ExternalTrafficPolicy.LOCAL && proxyProtocol) {
      problems.add(
        'proxyProtocol',
        'has no use with ExternalTrafficPolicy.LOCAL: the gateway sees the address of the client anyway, and the health check that kube-proxy answers there does not take it. Omit one of them.',
      );
    }
    return given ?? (proxyProtocol ? ExternalTrafficPolicy.CLUSTER : ExternalTrafficPolicy.LOCAL);
  }

  private writeTls(
    given: NlbTls | undefined,
    served: readonly GatewayPort[],
    problems: Problems,
  ): { ended: EndedTls; annotations: Record<string, string | undefined> } | undefined {
    if (given === undefined) {
      return undefined;
    }
    const example = "{ certificateArns: ['arn:aws:acm:...'] }";
    const tls = needObject(given, 'NlbTls', problems, '', example);
    if (tls === undefined) {
      return undefined;
    }
    const certificates = writeCertificateArns(
      tls.certificateArns,
      problems,
      "is empty, and TLS can't end without a certificate. Write ['arn:aws:acm:...'].",
    );
    const ports = expectList(tls.ports ?? [443], problems, 'ports', '[443]');
    if (ports.length === 0 && Array.isArray(tls.ports)) {
      problems.add('ports', 'is empty, so TLS would end nowhere. Omit tls, or write [443].');
    }
    const numbers = served.map(({ port }) => port);
    ports.forEach((port, i) => {
      const field = tls.ports === undefined ? 'ports' : `ports[${i}]`;
      if (needPort(port, problems, field) !== undefined && !numbers.includes(port)) {
        problems.add(field, `${port} is not a port of the Service (${numbers.join(', ')}). Write one of them.`);
      }
    });
    const reencrypts = expectBoolean(tls.reencrypt, problems, 'reencrypt') === true;
    return {
      ended: { ports, reencrypts },
      annotations: {
        [`${NLB}ssl-cert`]: certificates.join(','),
        [`${NLB}ssl-ports`]: ports.join(','),
        [`${NLB}ssl-negotiation-policy`]: expectString(
          tls.policy,
          problems,
          'policy',
          "'ELBSecurityPolicy-TLS13-1-2-2021-06'",
        ),
        [`${NLB}backend-protocol`]: reencrypts ? 'ssl' : undefined,
      },
    };
  }
}
