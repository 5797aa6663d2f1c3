import type { Duration } from 'cdk8s';
import type { HttpHeader, ReadinessProbe as ReadinessProbeJson } from '../../imports/networking';
import {
  compact,
  expectDuration,
  expectInteger,
  expectList,
  expectObject,
  needPort,
  expectString,
  expectStrings,
} from '../core/expect';
import type { IConstruct } from 'constructs';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { checkStructure } from '../core/structure';

/** When and how often a workload is probed. All durations are whole seconds. */
export interface ProbeOptions {
  /**
   * Time after the start before the first probe. Istio field `initialDelaySeconds`.
   *
   * @default - none
   */
  readonly initialDelay?: Duration;

  /**
   * Time after which a probe without answer has failed. Istio field `timeoutSeconds`.
   *
   * @default Duration.seconds(1)
   */
  readonly timeout?: Duration;

  /**
   * Time from probe to probe. Istio field `periodSeconds`.
   *
   * @default Duration.seconds(10)
   */
  readonly period?: Duration;

  /**
   * How many probes in a row must succeed before the workload gets calls again. Istio field `successThreshold`.
   *
   * @default 1
   */
  readonly successThreshold?: number;

  /**
   * How many probes in a row must fail before the workload gets no more calls. Istio field `failureThreshold`.
   *
   * @default 3
   */
  readonly failureThreshold?: number;
}

/** A probe by connecting to a port. */
export interface TcpProbeOptions extends ProbeOptions {
  /**
   * The host that is connected to. Istio field `tcpSocket.host`.
   *
   * @default "localhost"
   */
  readonly host?: string;
}

/** A probe by an HTTP request. */
export interface HttpProbeOptions extends ProbeOptions {
  /**
   * Istio field `httpGet.path`.
   *
   * @default "/"
   */
  readonly path?: string;

  /**
   * The host that is connected to. Istio field `httpGet.host`.
   *
   * @default - the workload
   */
  readonly host?: string;

  /**
   * "HTTP" or "HTTPS". Istio field `httpGet.scheme`.
   *
   * @default "HTTP"
   */
  readonly scheme?: string;

  /**
   * Headers of the request. Istio field `httpGet.httpHeaders`.
   *
   * @default - none
   */
  readonly httpHeaders?: HttpHeader[];
}

/** What each form of probe takes. */
const STRUCTS = { httpGet: 'HttpProbeOptions', tcpSocket: 'TcpProbeOptions', exec: 'ProbeOptions' } as const;

/**
 * How the agent on a workload checks whether it is ready. Callers skip a workload that is not ready.
 *
 * There is no probe by gRPC: the API has a field for it, and Istio's webhook rejects it.
 *
 * Rejected where it is used: ports outside 1 to 65535, durations that are not whole seconds, and an empty command.
 *
 * @example
 * ReadinessProbe.http(8080, { path: '/ready', period: Duration.seconds(5) });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe
 */
export class ReadinessProbe {
  /** Ready if a GET request is answered with 200 to 399. */
  public static http(port: number, options: HttpProbeOptions = {}): ReadinessProbe {
    return new ReadinessProbe('httpGet', options, port);
  }

  /** Ready if the port takes a connection. */
  public static tcp(port: number, options: TcpProbeOptions = {}): ReadinessProbe {
    return new ReadinessProbe('tcpSocket', options, port);
  }

  /**
   * Ready if the command ends with status 0.
   *
   * @param command the program and its arguments
   */
  public static exec(command: string[], options: ProbeOptions = {}): ReadinessProbe {
    return new ReadinessProbe('exec', options, undefined, command);
  }

  private constructor(
    private readonly method: keyof typeof STRUCTS,
    private readonly options: HttpProbeOptions,
    private readonly port?: number,
    private readonly command?: string[],
  ) {}

  /** @internal */
  public _toJson(problems: Problems, scope: IConstruct): ReadinessProbeJson {
    const options =
      expectObject(this.options, STRUCTS[this.method], problems, '', "ReadinessProbe.http(8080, { path: '/ready' })") ??
      {};
    return compact({
      initialDelaySeconds: expectSeconds(options.initialDelay, problems, 'initialDelay'),
      timeoutSeconds: expectSeconds(options.timeout, problems, 'timeout'),
      periodSeconds: expectSeconds(options.period, problems, 'period'),
      successThreshold: expectThreshold(options.successThreshold, problems, 'successThreshold'),
      failureThreshold: expectThreshold(options.failureThreshold, problems, 'failureThreshold'),
      [this.method]: this.writeMethod(options, problems.in(this.method), scope),
    });
  }

  private writeMethod(options: HttpProbeOptions, problems: Problems, scope: IConstruct): object {
    if (this.method === 'exec') {
      return { command: writeCommand(this.command, problems) };
    }
    const { path, scheme, httpHeaders } = options;
    const written = compact({
      port: needPort(this.port, problems, 'port'),
      host: expectString(options.host, problems, 'host', "'127.0.0.1'"),
      path: expectString(path, problems, 'path', "'/ready'"),
      scheme,
      httpHeaders,
    });
    if (scheme !== undefined && scheme !== 'HTTP' && scheme !== 'HTTPS') {
      problems.add('scheme', `${show(scheme)} is neither "HTTP" nor "HTTPS". Write one of them.`);
    }
    if (path !== undefined && written.path !== undefined && !written.path.startsWith('/')) {
      problems.add('path', `${show(path)} is not a path. Write ${show(`/${path}`)}.`);
    }
    expectList(httpHeaders, problems, 'httpHeaders', "[{ name: 'host', value: 'shop' }]").forEach((header, i) =>
      checkStructure(scope, 'HttpHeader', header, problems.in(`httpHeaders[${i}]`)),
    );
    return written;
  }
}

function writeCommand(command: string[] | undefined, problems: Problems): string[] {
  const example = "['/bin/check', '--ready']";
  const before = problems.count;
  const words = expectStrings(command, problems, 'command', example);
  if (words.length === 0 && problems.count === before) {
    problems.add('command', `is empty. Write ${example}.`);
  }
  return words;
}

function expectThreshold(value: number | undefined, problems: Problems, field: string): number | undefined {
  return expectInteger(value, 1, 2 ** 31 - 1, problems, field, 'a number of probes');
}

function expectSeconds(value: Duration | undefined, problems: Problems, field: string): number | undefined {
  const text = expectDuration(value, problems, field);
  if (text === undefined) {
    return undefined;
  }
  if (text.endsWith('ms')) {
    problems.add(field, `${text} is not a number of whole seconds. Write Duration.seconds(1) or more.`);
  }
  return parseInt(text);
}
