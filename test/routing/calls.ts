/** Calls in short, and what becomes of them as text. */
import type { Mesh } from '../../lib/mesh/reading/mesh';
import type { Call, ClientHello, Header, Request } from '../../lib/routing/call';
import type { Outcome, Trace } from '../../lib/routing/trace';
import { trace } from '../../lib/routing/tracer';

export interface ShortCall {
  /** `namespace/name`; outside the mesh without. */
  readonly from?: string;
  /** `web.shop:80`. */
  readonly to?: string;
  readonly tls?: ClientHello;
  /** Bytes that are not HTTP. */
  readonly raw?: boolean;
  readonly method?: string;
  readonly headers?: readonly Header[];
  readonly version?: Request['version'];
}

/** Traces a call to `host/path`. */
export function ask(mesh: Mesh, url: string, call: ShortCall = {}): Trace {
  return trace(mesh, callOf(mesh, url, call));
}

function callOf(
  mesh: Mesh,
  url: string,
  { from, to, tls, raw, method = 'GET', headers = [], version = '1.1' }: ShortCall,
): Call {
  const slash = url.indexOf('/');
  const [authority, path] = slash < 0 ? [url, '/'] : [url.slice(0, slash), url.slice(slash)];
  const [, host = authority.replace(/:\d+$/, ''), port = tls === undefined ? '80' : '443'] =
    /^(.*):(\d+)$/.exec(to ?? authority) ?? [];
  const workload = mesh.workloads.find(({ namespace, name }) => `${namespace}/${name}` === from);
  return {
    from: workload === undefined ? { kind: 'outside' } : { kind: 'workload', workload },
    to:
      to === undefined && workload === undefined
        ? { kind: 'anyGateway', port: Number(port) }
        : { kind: 'address', host, port: Number(port) },
    tls,
    request:
      raw === true
        ? undefined
        : { version, method, scheme: tls === undefined ? 'http' : 'https', authority, path, headers },
  };
}

/** `80 % shop/web-v1`, `301 http://…`, `503 NoCluster NC`, `closed NoFilterChain`. */
export function outcomes({ outcomes: all }: Pick<Trace, 'outcomes'>): string[] {
  return all.map(outcomeText);
}

function outcomeText(outcome: Outcome): string {
  const share = outcome.share === 1 ? [] : [`${Math.round(outcome.share * 100)} %`];
  switch (outcome.kind) {
    case 'workload':
      return [...share, outcome.workload].join(' ');
    case 'response':
      return [...share, outcome.status, outcome.location ?? outcome.body ?? outcome.by].join(' ');
    case 'failure': {
      const { name, status, connection, flags = '' } = outcome.failure;
      return [...share, status ?? connection, name, flags].join(' ').trim();
    }
  }
}

/** The steps of all hops: `route | rule http[0] | VirtualService shop/web spec.http[0]`. */
export function steps({ hops }: Trace, layer?: string): string[] {
  return hops.flatMap((hop) =>
    hop.steps
      .filter((step) => layer === undefined || step.layer === layer)
      .map(({ layer: own, decision, object, path = '' }) =>
        [own, decision, ...(object === undefined ? [] : [`${object.kind} ${object.key} ${path}`.trim()])].join(' | '),
      ),
  );
}
