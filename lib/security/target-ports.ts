import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import type { ServicePort } from '../../imports/networking';
import { needPort, withoutQuotes } from '../core/expect';
import { literal } from '../core/literal';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { isHttp, parseProtocol } from '../istio/protocol';
import {
  describeWorkload,
  matchLabelsOf,
  podLabelsOf,
  selects,
  serviceSelectorOf,
  workloadNamespace,
  workloadsBehind,
} from '../kubernetes/pod-labels';
import { containerPortsOf } from '../kubernetes/pod-template';
import { notReadAsHttp } from '../kubernetes/service-protocol';
import type { IServicePortLike } from '../kubernetes/service-like';
import type { ResolvedService } from '../kubernetes/service-ref';
import { resolvePort } from '../kubernetes/service-ref';
import type { IWorkloadLike } from '../kubernetes/workload-like';
import { apiObjectOf, manifestOf } from '../kubernetes/manifest';
import type { GatewayWorkload } from '../networking/gateway-workload';
import type { ServiceEntry } from '../networking/service-entry';

/**
 * The ports of what a policy is for. Policies compare the number of the port on the pod, wherever people know the port of the Service.
 */
export interface TargetPorts {
  /** The ports on which there are requests, as the user would write them; undefined where they are not known. */
  readonly http?: (number | string)[] | undefined;

  /** The numbers that a policy compares, for a port as the user says it; none where it is reported. */
  numbers(port: number | string, problems: Problems, field: string): number[];

  /** Another number under which requests to a port may come, of those that are no port of the pods. */
  told?(port: number | string): number | undefined;

  /** Why there are no requests to look at on a port, if that is known. */
  notHttp?(port: number | string): string | undefined;

  /** Why there are none on any port, if that is known. */
  nowhereHttp?(): string | undefined;

  /** What to do with a port that does speak HTTP; undefined for "name it". */
  readonly asHttp?: string;
}

/** What to do with a port that speaks HTTP and is not read so. */
export function asHttp({ asHttp: given }: TargetPorts): string {
  return given ?? 'name it "http"';
}

/** Ports of pods of which nothing else is known. */
export class UnknownPorts implements TargetPorts {
  constructor(private readonly what: string) {}

  public numbers(port: number | string, problems: Problems, field: string): number[] {
    if (typeof port === 'string') {
      problems.add(
        field,
        `the ports of ${this.what} are not known, so port ${show(port)} can't be looked up.${withoutQuotes(port) || ' Write its number on the pods.'}`,
      );
      return [];
    }
    return numberOf(port, problems, field);
  }
}

/** The ports of the containers of a workload. */
export class WorkloadPorts implements TargetPorts {
  constructor(
    private readonly workload: IWorkloadLike,
    private readonly scope: IConstruct,
  ) {}

  public numbers(port: number | string, problems: Problems, field: string): number[] {
    const known = containerPortsOf(this.workload);
    const workload = describeWorkload(this.workload);
    if (typeof port === 'string') {
      const named = known.find(({ name }) => name === port);
      if (named === undefined) {
        const has = known.map(({ containerPort, name }) =>
          name === undefined ? `${containerPort}` : `${containerPort} (${name})`,
        );
        problems.add(
          field,
          `${show(port)} is not a port of the containers of ${workload}. ${has.length === 0 ? 'None is known.' : `They have: ${has.join(', ')}.`}${withoutQuotes(port) || ' Write its number.'}`,
        );
      }
      return named === undefined ? [] : [named.containerPort];
    }
    const behind = known.some(({ containerPort }) => containerPort === port) ? undefined : this.portBehind(port);
    if (behind !== undefined) {
      problems.add(
        field,
        `${port} is a port of Service "${behind.service}", and policies compare that of the pods. Write ${show(behind.targetPort)}.`,
      );
      return [];
    }
    return numberOf(port, problems, field);
  }

  /** Where a number is that of a Service in front of the pods, and another one on them. */
  private portBehind(port: number): { service: string; targetPort: number | string } | undefined {
    const labels = podLabelsOf(this.workload) ?? matchLabelsOf(this.workload) ?? {};
    const namespace = workloadNamespace(this.workload);
    for (const child of Chart.of(this.scope).node.findAll()) {
      const object = apiObjectOf(child);
      if (object !== child || object.kind !== 'Service' || (object.metadata.namespace ?? namespace) !== namespace) {
        continue;
      }
      const selector = serviceSelectorOf(object) ?? {};
      const found = manifestOf(object)?.spec?.ports?.find((each) => each.port === port);
      const isOther = found?.targetPort !== undefined && found.targetPort !== port;
      if (isOther && Object.keys(selector).length > 0 && selects(selector, labels)) {
        return { service: object.name, targetPort: found.targetPort };
      }
    }
    return undefined;
  }
}

/** The ports of a Service. */
export class ServicePorts implements TargetPorts {
  /**
   * @param given the Service as the user gave it
   * @param service the same, settled
   * @param sees which port a policy sees: that of the pods, or at a waypoint that of the Service
   */
  constructor(
    private readonly given: unknown,
    private readonly service: ResolvedService,
    private readonly sees: 'pods' | 'service',
    private readonly scope: IConstruct,
  ) {}

  public numbers(port: number | string, problems: Problems, field: string): number[] {
    const number = resolvePort(port, this.service, problems, field);
    if (number === undefined) {
      return [];
    }
    const target = this.sees === 'pods' ? (this.find(number)?.targetPort ?? number) : number;
    if (typeof target === 'number') {
      return [target];
    }
    const place = Construct.isConstruct(this.given) ? this.given : this.scope;
    const named = workloadsBehind(this.given, this.service.namespace, place)
      .flatMap(({ object }) => containerPortsOf(object))
      .filter(({ name }) => name === target)
      .map(({ containerPort }) => containerPort);
    if (named.length === 0) {
      problems.add(
        field,
        `port ${number} of Service "${this.service.name}" leads to the port ${show(target)} of its pods, whose number is not known here, and policies compare numbers. Write targetPort: 8080, the number, in the Service.`,
      );
    }
    return [...new Set(named)];
  }

  public notHttp(port: number | string): string | undefined {
    const found = this.find(port);
    const reason = found === undefined ? undefined : notReadAsHttp(found);
    return reason && `${reason} (Service "${this.service.name}")`;
  }

  public nowhereHttp(): string | undefined {
    const { ports = [] } = this.service;
    const reasons = ports.map((port) => this.notHttp(port.port));
    return reasons.every((reason) => reason !== undefined) ? reasons.join('; ') || undefined : undefined;
  }

  public get http(): (number | string)[] | undefined {
    return this.service.ports
      ?.filter((port) => notReadAsHttp(port) === undefined)
      .map(({ port, name }) => name ?? port);
  }

  private find(port: number | string): IServicePortLike | undefined {
    return this.service.ports?.find((each) => each.port === port || each.name === port);
  }
}

/** The ports of a ServiceEntry, which its waypoint sees. Each says its protocol. */
export class ServiceEntryPorts implements TargetPorts {
  public readonly asHttp = "write protocol: 'HTTP' there";

  constructor(private readonly entry: ServiceEntry) {}

  public numbers(port: number | string, problems: Problems, field: string): number[] {
    const found = this.find(port);
    if (found === undefined) {
      const has = this.entry._ports.map(({ number, name }) => `${number} (${name})`);
      problems.add(
        field,
        `${show(port)} is not a port of ServiceEntry "${this.entry.name}". It has: ${has.join(', ')}.${withoutQuotes(port)}`,
      );
    }
    return found === undefined ? [] : [found.number];
  }

  public notHttp(port: number | string): string | undefined {
    const found = this.find(port);
    return found === undefined || isHttp(parseProtocol(found.protocol))
      ? undefined
      : `port ${found.number} of ServiceEntry "${this.entry.name}" has protocol ${found.protocol}`;
  }

  public nowhereHttp(): string | undefined {
    const reasons = this.entry._ports.map(({ number }) => this.notHttp(number));
    return reasons.every((reason) => reason !== undefined) ? reasons.join('; ') : undefined;
  }

  public get http(): (number | string)[] {
    return this.entry._ports.flatMap(({ number }) => (this.notHttp(number) === undefined ? [number] : []));
  }

  private find(port: number | string): ServicePort | undefined {
    return this.entry._ports.find(({ number, name }) => number === port || name === port);
  }
}

/** The ports of the Service of a gateway. */
export class GatewayPorts implements TargetPorts {
  constructor(private readonly gateway: GatewayWorkload) {}

  public numbers(port: number | string, problems: Problems, field: string): number[] {
    const numbers = this.gateway.ports.map((each) => each.port);
    if (!numbers.includes(port as number)) {
      problems.add(
        field,
        `${show(port)} is not a port of the gateway's Service "${this.gateway.service}". It has: ${numbers.join(', ')}.${withoutQuotes(port)}`,
      );
      return [];
    }
    return [this.gateway._targetPort(port as number)];
  }

  /**
   * A load balancer tells by the PROXY protocol which port it was asked for, and Envoy takes that for the port of the connection, whatever
   * the port on which it listens: a policy that names the latter alone would not hold.
   */
  public told(port: number | string): number | undefined {
    const found = this.gateway.ports.find((each) => each.port === port);
    const isOfPods = this.gateway.ports.some((each) => this.gateway._targetPort(each.port) === port);
    return isOfPods ? undefined : found?.port;
  }

  /** Which of them a Gateway serves with HTTP is said elsewhere. */
  public get http(): (number | string)[] | undefined {
    return this.gateway.ports.map(({ port }) => port);
  }
}

function numberOf(port: number, problems: Problems, field: string): number[] {
  const number = needPort(port, problems, field);
  return number === undefined ? [] : [number];
}

/** Ports as they are written in code: `[8080, 'http']`. */
export function portsInCode(ports: (number | string)[]): string {
  return `[${ports.map((port) => (typeof port === 'string' ? literal(port) : port)).join(', ')}]`;
}
