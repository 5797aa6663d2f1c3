import type { Operation as OperationFields } from '../../imports/security';
import { compact, expectList, needObject } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { nearest } from '../core/unknown-field';
import { HTTP_METHODS } from '../istio/http-methods';
import { needTexts, optionalTexts } from './need-texts';
import type { PolicyContext } from './policy-context';
import { policyPathProblem } from './policy-path';

/** What a request is like. The members are joined by "and", the entries of each list by "or". */
export interface HttpOperationOptions {
  /**
   * Methods, in capital letters. Istio field `methods`.
   *
   * @default - any
   */
  readonly methods?: string[];

  /**
   * Paths without their query: exact ("/cart"), by their beginning ("/cart/*") or end ("*.js"), or with templates as whole segments: "{*}" is
   * one segment, "{**}" one or more. Istio field `paths`.
   *
   * Rejects what Istio cannot compare: "*" in the middle, expressions, parameters.
   *
   * @default - any
   */
  readonly paths?: string[];

  /**
   * Hosts as clients send them in the Host header, with a "*" at the beginning or end for any letters. A client that names a port sends that
   * too: write "shop.example.com" and "shop.example.com:*". Istio field `hosts`.
   *
   * @default - any
   */
  readonly hosts?: string[];

  /**
   * Ports of what the policy is for: of the Service by number or name, of the gateway's Service, or of the containers of a workload. They are
   * written as those of the pods; of a gateway also as those of its Service, under which requests come behind the PROXY protocol. Istio field
   * `ports`.
   *
   * @default - any
   */
  readonly ports?: (number | string)[];

  /**
   * Methods that the request must not have. Istio field `notMethods`.
   *
   * @default - none
   */
  readonly notMethods?: string[];

  /**
   * Paths that the request must not have. Istio field `notPaths`.
   *
   * @default - none
   */
  readonly notPaths?: string[];

  /**
   * Hosts that the request must not have. Istio field `notHosts`.
   *
   * @default - none
   */
  readonly notHosts?: string[];

  /**
   * Ports that the request must not come to. Istio field `notPorts`.
   *
   * @default - none
   */
  readonly notPorts?: (number | string)[];
}

/** What an operation looks at, for what it is written into. */
export interface WrittenOperation {
  readonly fields: OperationFields;
  /** The ports as the user gave them. */
  readonly ports: (number | string)[];
  /** The fields that only HTTP requests have. */
  readonly http: string[];
}

const EXAMPLE = "Operation.http({ methods: ['GET'], paths: ['/cart/*'] })";

/**
 * What is called. In a rule, `to` is a list of operations, of which one must match.
 *
 * Rejected where it is used: methods that HTTP does not have, paths and hosts that Istio compares with nothing that a client sends, ports
 * that what the policy is for does not have.
 *
 * @example
 * [Operation.http({ methods: ['GET'], paths: ['/cart/*'] }), Operation.ports([9090])];
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation
 */
export class Operation {
  /**
   * Requests of HTTP or gRPC. All of the members must match (and); of each list one entry (or).
   *
   * @param options what the requests are like
   */
  public static http(options: HttpOperationOptions): Operation {
    return new Operation(options);
  }

  /**
   * Everything that comes to some ports, whatever its protocol. Istio field `ports`.
   *
   * @param ports numbers or names, as in `HttpOperationOptions`
   */
  public static ports(ports: (number | string)[]): Operation {
    return new Operation({ ports }, true);
  }

  private constructor(
    private readonly options: HttpOperationOptions,
    /** Whether its ports are all that it says. */
    private readonly onlyPorts = false,
  ) {}

  /** @internal */
  public _write(context: PolicyContext, problems: Problems): WrittenOperation {
    const before = problems.count;
    const given = needObject(this.options, 'HttpOperationOptions', problems, '', EXAMPLE) ?? {};
    if (this.onlyPorts && given.ports === undefined) {
      problems.add('ports', 'undefined is not a list. Write [8080].');
    } else if (Object.values(given).every((value) => value === undefined) && problems.count === before) {
      problems.add('', `says nothing of the request. Write ${EXAMPLE}, or leave out to for every request.`);
    }
    const http = compact({
      hosts: writeHosts(given.hosts, problems, 'hosts'),
      notHosts: writeHosts(given.notHosts, problems, 'notHosts'),
      methods: writeMethods(given.methods, problems, 'methods'),
      notMethods: writeMethods(given.notMethods, problems, 'notMethods'),
      paths: writePaths(given.paths, problems, 'paths'),
      notPaths: writePaths(given.notPaths, problems, 'notPaths'),
    });
    const ports = writePorts(given.ports, context, problems, 'ports');
    const notPorts = writePorts(given.notPorts, context, problems, 'notPorts');
    return {
      fields: compact({ ...http, ports, notPorts }),
      ports: Array.isArray(given.ports) ? given.ports : [],
      http: Object.keys(http),
    };
  }
}

function writeMethods(methods: string[] | undefined, problems: Problems, field: string): string[] | undefined {
  const given = optionalTexts(methods, problems, field, "['GET']");
  given?.forEach((method, i) => {
    if (HTTP_METHODS.includes(method)) {
      return;
    }
    const upper = method.toUpperCase();
    const close = HTTP_METHODS.includes(upper) ? upper : nearest(upper, [...HTTP_METHODS]);
    const hint =
      method === '*'
        ? `Leave out ${field} for every method.`
        : `Write ${close === undefined ? 'one of ' + HTTP_METHODS.join(', ') : show(close)}.`;
    problems.add(`${field}[${i}]`, `${show(method)} is not a method of HTTP as clients send it. ${hint}`);
  });
  return given;
}

function writePaths(paths: string[] | undefined, problems: Problems, field: string): string[] | undefined {
  const given = optionalTexts(paths, problems, field, "['/cart/*']");
  given?.forEach((path, i) => {
    const problem = policyPathProblem(path);
    if (problem !== undefined) {
      problems.add(`${field}[${i}]`, problem);
    }
  });
  return given;
}

function writeHosts(hosts: string[] | undefined, problems: Problems, field: string): string[] | undefined {
  const given = optionalTexts(hosts, problems, field, "['shop.example.com']");
  given?.forEach((host, i) => {
    const bare = host.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/\/.*$/, '');
    if (bare !== host) {
      problems.add(
        `${field}[${i}]`,
        `${show(host)} is an address, and hosts are compared with the Host header. Write ${show(bare)}.`,
      );
    } else if (host !== '*' && !/^(\*?[-\w.:[\]]+|[-\w.:[\]]+\*)$/.test(host)) {
      problems.add(
        `${field}[${i}]`,
        `${show(host)} is compared with no Host header that a client sends: a host has a "*" at its beginning or end at most. Write one such as "shop.example.com" or "*.example.com".`,
      );
    }
  });
  return given;
}

function writePorts(
  ports: (number | string)[] | undefined,
  context: PolicyContext,
  problems: Problems,
  field: string,
): string[] | undefined {
  if (ports === undefined) {
    return undefined;
  }
  const given = expectList(ports, problems, field, '[8080]');
  if (Array.isArray(ports) && ports.length === 0) {
    needTexts([], problems, field, '[8080]');
  }
  const numbers = given.flatMap((port, i) => {
    const ofPods = context.ports.numbers(port, problems, `${field}[${i}]`);
    const told = ofPods.length === 0 ? undefined : context.ports.told?.(port);
    return told === undefined ? ofPods : [...ofPods, told];
  });
  return [...new Set(numbers)].map(String);
}
