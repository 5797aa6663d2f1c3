import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkAtSynth } from '../core/at-synth';
import { claim, holderOf, joinCluster } from '../core/claims';
import { expectEnum, expectList, expectObject } from '../core/expect';
import { noteElsewhere } from '../core/known-elsewhere';
import { Problems, show } from '../core/problems';
import { ALB } from '../istio/load-balancer';
import { objectNameProblem } from '../kubernetes/names';
import { Gateway } from '../networking/gateway';
import { GatewayWorkload } from '../networking/gateway-workload';
import type { WrittenBackend } from './alb/alb-backend';
import { AlbBackend } from './alb/alb-backend';
import type { AlbGroup } from './alb/alb-group';
import { saidForGroup, writeGroup } from './alb/alb-group';
import type { AlbListenerOptions } from './alb/alb-listeners';
import { writeListeners } from './alb/alb-listeners';
import { AlbTargetType, writeTargets } from './alb/alb-target-type';
import { ExternalDns } from './alb/external-dns';
import { checkOtherGateways, checkServed } from './alb/front-servers';
import { checkForwardedFor, checkTrust, trustNotes } from './alb/trusted-front';
import { boundGateways } from './gateway/bound-gateways';
import { writeAnnotations } from './gateway/load-balancer-options';
import { IngressedService } from './ingressed-service';
import { claimObjects, patternName } from './pattern-name';

/** From where an application load balancer of AWS can be reached. */
export enum AlbScheme {
  /** From the network of the cluster. */
  INTERNAL = 'internal',
  /** From the Internet. */
  INTERNET_FACING = 'internet-facing',
}

/** A service behind the load balancer, and where it was given. */
interface FrontedService {
  readonly service: IngressedService;
  readonly field: string;
}

/** Options of an AlbIngress. */
export interface AlbIngressProps extends AlbListenerOptions {
  /**
   * What is behind the load balancer. Their hosts are those of the rules: of other hosts the load balancer itself answers 404. Kubernetes
   * field `rules[].host`.
   *
   * Rejects one whose Gateway expects something else than the load balancer sends: a redirect to HTTPS, TLS, another port. Write
   * `tls: IngressTls.elsewhere()` in them.
   */
  readonly services: IngressedService[];

  /**
   * From where it can be reached. Annotation `scheme`.
   *
   * @default AlbScheme.INTERNAL
   */
  readonly scheme?: AlbScheme;

  /**
   * Where it sends requests. Annotation `target-type`.
   *
   * Rejects INSTANCE for a Service of type ClusterIP.
   *
   * @default AlbTargetType.IP
   */
  readonly targetType?: AlbTargetType;

  /**
   * For INSTANCE, the node port that leads to the status port 15021 of the pods, or the name of that port in the Service, by which the
   * controller finds it. Annotation `healthcheck-port`.
   *
   * @default - the name that a GatewayDeployment, istioctl or Istio's Helm chart gives it; 15021 for IP targets
   */
  readonly healthCheckPort?: number | string;

  /**
   * How it speaks to the gateway. Annotations `backend-protocol` and `backend-protocol-version`.
   *
   * @default AlbBackend.http()
   */
  readonly backend?: AlbBackend;

  /**
   * The pods of the gateway. The Ingress is in their namespace and sends to their Service.
   *
   * Rejects pods that the services are not bound to, and a GatewayDeployment that trusts no proxy (`trustedProxies: 1`) or has a load balancer
   * of its own, past which clients could tell any address.
   *
   * @default - that of the services
   */
  readonly workload?: GatewayWorkload;

  /**
   * What external-dns is told. It reads the hosts of the rules by itself.
   *
   * @default - nothing
   */
  readonly externalDns?: ExternalDns;

  /**
   * With which other Ingresses it shares the load balancer.
   *
   * Rejects settings that another AlbIngress of the group contradicts: the controller would update none of them.
   *
   * @default - none: a load balancer of its own
   */
  readonly group?: AlbGroup;

  /**
   * Name of the IngressClass. Kubernetes field `ingressClassName`.
   *
   * @default "alb"
   */
  readonly ingressClassName?: string;

  /**
   * More annotations of the Ingress, for subnets, a web ACL, access logs.
   *
   * Rejects one that the other options write, and a mode of `x-forwarded-for` in which clients could tell any address.
   *
   * @default - none
   */
  readonly annotations?: Record<string, string>;

  /**
   * Name of the Ingress.
   *
   * @default - the id of the construct in kebab-case
   */
  readonly name?: string;
}

/**
 * An application load balancer (ALB) of AWS in front of an Istio gateway: an Ingress for the AWS Load Balancer Controller, in the namespace of the
 * gateway. The load balancer ends TLS, redirects plain HTTP and asks the gateway at its status port whether it is well.
 *
 * Rejects what would be a loop of redirects, a connection that the gateway closes, or an address of the client that anybody can choose: also of
 * what is added later, when the App is synthesized.
 *
 * @example
 * const door = new GatewayDeployment(edge, 'Door', { loadBalancer: LoadBalancer.clusterIp(), trustedProxies: 1 });
 * const api = new IngressedService(chart, 'Api', {
 *   service,
 *   hosts: ['api.example.com'],
 *   workload: door.workload,
 *   tls: IngressTls.elsewhere(),
 * });
 * new AlbIngress(edge, 'Alb', { services: [api], scheme: AlbScheme.INTERNET_FACING });
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
 */
export class AlbIngress extends Construct {
  /** The Ingress. */
  public readonly ingress: ApiObject;

  /** The hosts of its rules. */
  public readonly hosts: string[];

  /** The pods of the gateway. */
  public readonly workload: GatewayWorkload;

  private readonly props: AlbIngressProps;
  private readonly backend: WrittenBackend;
  private readonly annotations: Record<string, string>;

  constructor(scope: Construct, id: string, props: AlbIngressProps) {
    super(scope, id);
    const problems = new Problems();
    this.props =
      expectObject(props, 'AlbIngressProps', problems, '', '{ services: [shop] }') ?? ({} as AlbIngressProps);
    const name = patternName(this, this.props.name, problems);
    const services = this.checkServices(problems);
    this.hosts = [...new Set(services.flatMap(({ service }) => service.virtualService.hosts))];
    const workload = this.chooseWorkload(services, problems);
    this.backend = this.writeBackend(workload, problems);
    this.checkFront(services, problems);
    const className = this.checkClass(problems);
    this.annotations = this.writeAnnotations(workload, problems);
    if (workload !== undefined && problems.count === 0) {
      this.claimNames(name, workload, problems);
    }
    problems.throwFor(this, 'AlbIngress');

    this.workload = workload!;
    noteElsewhere(this, this.workload);
    const { namespace, service } = this.workload;
    const backend = { service: { name: service, port: { number: this.backend.port } } };
    const http = { paths: [{ path: '/', pathType: 'Prefix', backend }] };
    this.ingress = new ApiObject(this, 'Resource', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name, namespace, annotations: this.annotations },
      spec: { ingressClassName: className, rules: this.hosts.map((host) => ({ host, http })) },
    });
    checkAtSynth(this, 'AlbIngress', (problems) => this.validate(services, problems));
  }

  /** Servers, rules and Gateways may come after the load balancer, so they are looked at again when everything is there. */
  private validate(services: readonly FrontedService[], problems: Problems): void {
    this.checkFront(services, problems);
    const own = services.map(({ service }) => service.gateway);
    const others = boundGateways(this.workload).filter((gateway) => !own.includes(gateway));
    checkOtherGateways(others, this.hosts, this.backend, problems);
  }

  private checkServices(problems: Problems): FrontedService[] {
    const { services } = this.props;
    if (services === undefined || (Array.isArray(services) && services.length === 0)) {
      problems.add(
        'services',
        'is empty, so the load balancer would answer every request with 404. Write [shop], where shop is an IngressedService.',
      );
    }
    return expectList(services, problems, 'services', '[shop]').flatMap((service, i) => {
      const field = `services[${i}]`;
      if (!(service instanceof IngressedService)) {
        problems.add(
          field,
          `${show(service)} is not an IngressedService. Write new IngressedService(chart, 'Shop', { service, hosts: ['shop.example.com'], tls: IngressTls.elsewhere() }).`,
        );
        return [];
      }
      if (services.indexOf(service) < i) {
        problems.add(field, `${service.node.path} is given twice. Omit one of them.`);
        return [];
      }
      for (const { what, holders } of joinCluster(this, service)) {
        problems.add(
          field,
          `is of another chart, so both charts are for one cluster, and there ${holders.join(' and ')} both have ${what}. Leave it to one of them.`,
        );
      }
      return [{ service, field }];
    });
  }

  /** The pods behind all of the services, if they are the same. */
  private chooseWorkload(services: readonly FrontedService[], problems: Problems): GatewayWorkload | undefined {
    const { workload } = this.props;
    if (workload !== undefined && !(workload instanceof GatewayWorkload)) {
      problems.add('workload', `${show(workload)} is not a GatewayWorkload. Write GatewayWorkload.istioIngress().`);
      return undefined;
    }
    workload?._check(problems.in('workload'));
    let chosen = workload === undefined ? undefined : { workload, by: 'workload is' };
    for (const { service, field } of services) {
      const own = service.gateway instanceof Gateway ? service.gateway.workload : undefined;
      if (own !== undefined && chosen !== undefined && addressOf(own) !== addressOf(chosen.workload)) {
        problems.add(
          field,
          `is behind Service ${addressOf(own)}, and ${chosen.by} ${addressOf(chosen.workload)}. An Ingress sends to one of them: make another AlbIngress for it.`,
        );
      } else if (own !== undefined) {
        chosen ??= { workload: own, by: `${field} behind` };
      }
    }
    if (chosen === undefined && services.length > 0) {
      problems.add(
        'workload',
        'is needed, because the services share a Gateway that is declared elsewhere, and its pods are not known. Write workload: GatewayWorkload.istioIngress().',
      );
    }
    return chosen?.workload;
  }

  private writeBackend(workload: GatewayWorkload | undefined, problems: Problems): WrittenBackend {
    const { backend = AlbBackend.http() } = this.props;
    if (!(backend instanceof AlbBackend)) {
      problems.add('backend', `${show(backend)} is not an AlbBackend. Write AlbBackend.http() or AlbBackend.https().`);
      return AlbBackend.http()._write(problems);
    }
    const written = backend._write(problems.in('backend'));
    const ports = workload?.ports.map(({ port }) => port) ?? [];
    if (ports.length > 0 && !ports.includes(written.port)) {
      problems.add(
        'backend.port',
        `${written.port} is not a port of Service "${workload!.service}" (${ports.join(', ')}). ${workload!._addPort(written.port, 'Write one of them, or all ports of the Service in workload.')}`,
      );
    }
    return written;
  }

  private checkFront(services: readonly FrontedService[], problems: Problems): void {
    services.forEach(({ service, field }) => checkServed(service, this.backend, problems.in(field)));
  }

  private checkClass(problems: Problems): string {
    const { ingressClassName = 'alb' } = this.props;
    const problem = objectNameProblem(ingressClassName);
    if (problem !== undefined) {
      problems.add('ingressClassName', problem);
    }
    return ingressClassName;
  }

  private writeAnnotations(workload: GatewayWorkload | undefined, problems: Problems): Record<string, string> {
    const { props } = this;
    const { IP } = AlbTargetType;
    const scheme = expectEnum(props.scheme, AlbScheme, 'AlbScheme', problems, 'scheme') ?? AlbScheme.INTERNAL;
    const targetType = expectEnum(props.targetType, AlbTargetType, 'AlbTargetType', problems, 'targetType') ?? IP;
    if (workload !== undefined) {
      const enough = `LoadBalancer.${targetType === IP ? 'clusterIp' : 'nodePort'}()`;
      checkTrust(workload, enough, problems.in('workload'));
    }
    const written = {
      [`${ALB}scheme`]: scheme,
      ...writeTargets(targetType, props.healthCheckPort, workload, problems),
      ...this.backend.annotations,
      ...writeListeners(props, problems),
      ...writeGroup(props.group, problems.in('group')),
      ...this.writeExternalDns(problems),
      ...(workload === undefined ? {} : trustNotes(workload)),
    };
    const annotations = writeAnnotations(props.annotations, written, problems);
    checkForwardedFor(annotations, problems.in('annotations'));
    return annotations;
  }

  private writeExternalDns(problems: Problems): Record<string, string> {
    const { externalDns } = this.props;
    if (externalDns !== undefined && !(externalDns instanceof ExternalDns)) {
      problems.add(
        'externalDns',
        `${show(externalDns)} is not an ExternalDns. Omit it: external-dns reads the hosts of the rules. Or write ExternalDns.hostnames().`,
      );
      return {};
    }
    return externalDns?._write(this.hosts, problems.in('externalDns')) ?? {};
  }

  private claimNames(name: string, { namespace }: GatewayWorkload, problems: Problems): void {
    claimObjects(this, ['Ingress'], namespace, name, problems);
    const group = this.props.group?.name;
    if (group === undefined) {
      return;
    }
    for (const [annotation, value] of saidForGroup(this.annotations)) {
      const what = `${annotation} of ALB group ${group}`;
      const first = holderOf(this, what);
      const other = first instanceof AlbIngress ? first.annotations[annotation] : value;
      if (other !== value) {
        const [here, there] = [value, other].map((each) => (each === undefined ? 'not written' : show(each)));
        const then =
          value === undefined || other === undefined
            ? 'the redirect of one holds for the whole group'
            : 'a group takes one value: the controller would update none of its Ingresses';
        problems.add(
          'group',
          `${annotation} is ${here} here and ${there} in ${first!.node.path}, and ${then}. Write the same in both.`,
        );
      }
      claim(this, what);
    }
    this.hosts.forEach((host) => {
      const holder = claim(this, `host ${host} in ALB group ${group}`);
      if (holder !== undefined) {
        problems.add(
          'services',
          `${show(host)} is a host of ${holder} already, and of two rules of a group the first takes all requests. Omit it here.`,
        );
      }
    });
  }
}

function addressOf({ namespace, service }: GatewayWorkload): string {
  return `${namespace}/${service}`;
}
