import { MESH_GATEWAY } from '../../istio/names';
import { ImportedHosts } from '../../istio/imported-hosts';
import { HostTable } from '../../mesh/host-table';
import { pods } from '../../mesh/pods';
import type { Proxy } from '../../mesh/proxies';
import { proxies, sidecarOf } from '../../mesh/proxies';
import { groupByData } from '../../mesh/reading/data-map';
import { groupBy, push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { RegistryService } from '../../mesh/registry';
import type { EgressListener, Sidecar, SidecarScope } from '../../mesh/sidecar-scope';
import { sidecarFor, sidecarScope } from '../../mesh/sidecar-scope';
import { virtualServicesByGateway, virtualServicesByHost } from '../../mesh/virtual-services';
import type { Workload } from '../../mesh/workload';
import { selects } from '../../mesh/workload';
import { list } from '../../schema/words';
import type { Check, Reporter, Wording } from '../check';
import { appliesToOthers } from './others';
import type { WayOut } from './ways-out';
import { importedName, waysOut } from './ways-out';

/** Sidecars that hide the rules by which clients use an egress gateway. */
export const hiddenWaysOut: Check = {
  name: 'hidden-ways-out',
  mirrors: ['pilot/pkg/model/sidecar.go: convertToSidecarScope'],
  codes: {
    CDI0119: {
      name: 'SidecarHidesWayOut',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: "A Sidecar hides the rules that send its pods' requests through an egress gateway.",
      explanation:
        'A Sidecar limits which hosts of the mesh its pods know. To use an egress gateway, they must import the ServiceEntry of the external host, which gives them a listener, and the VirtualService that sends its requests to the gateway; the Service of the gateway is imported with the VirtualService. A VirtualService is imported by its own namespace and one of its hosts, so `./*` does not import one in `istio-system`. Pods that import the host but not the rules connect to the host directly and bypass the gateway, whatever `outboundTrafficPolicy` says. Pods that do not import the host connect directly with `ALLOW_ANY`, and are rejected with `REGISTRY_ONLY`. Each object is valid on its own, and with `ALLOW_ANY` every request succeeds. The finding is only information if nothing shows that the pods call the host: if the Sidecar imports whole namespaces, its own among them, or if it selects some pods only.',
      remedy: 'Import the namespaces of the VirtualService and of the ServiceEntry, or their hosts by name.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener',
        'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/',
      ],
    },
  },
  run(mesh, report) {
    const sidecars = mesh.all('networking.istio.io/Sidecar').filter((each) => !each.external && isForSome(each));
    const ways = sidecars.length === 0 ? [] : waysOut(mesh);
    if (ways.length === 0) {
      return;
    }
    const index = new WayIndex(mesh, ways);
    const clients = new Clients(mesh, index);
    for (const sidecar of sidecars) {
      reportHidden(mesh, report, sidecar, clients.of(sidecar), index);
    }
  },
};

/** Whether a Sidecar imports something, and not all by default. */
function isForSome({ spec: { egress = [] } }: Sidecar): boolean {
  return egress.some(({ hosts = [] }) => hosts.some((host) => !host.startsWith('~')));
}

/** What a Sidecar hides from a client of an egress route. */
interface Hidden {
  readonly way: WayOut;
  /** How many VirtualServices have the same problem. */
  readonly count: number;
  readonly client: Proxy;
  readonly entry: RegistryService;
  readonly port: number;
  /** The egress listener of the port; undefined if there is none. */
  readonly listener: EgressListener | undefined;
  /** Whether the client imports the host. */
  readonly knowsHost: boolean;
  readonly importsRules: boolean;
  readonly mode: SidecarScope['outboundTrafficPolicy']['mode'];
  readonly severity: 'warning' | 'info';
}

function reportHidden(
  mesh: Mesh,
  report: Reporter,
  sidecar: Sidecar,
  clients: readonly Proxy[],
  index: WayIndex,
): void {
  const all = clients.flatMap((client) => {
    const scope = sidecarScope(mesh, client);
    const ways = [...new Set([...index.meantFor(client), ...index.ofHostsIn(sidecar, client.namespace)])];
    const found = ways.flatMap((way) => hidden(mesh, client, scope, way, index) ?? []);
    return found.length > 0 || !importsNamespaces(mesh, sidecar, scope)
      ? found
      : index.central.flatMap(({ ways, count }) => {
          const [one] = ways.flatMap((way) => hidden(mesh, client, scope, way, index) ?? []);
          return one === undefined ? [] : { ...one, count };
        });
  });
  const first = all.find(({ severity }) => severity === 'warning') ?? all.at(0);
  if (first !== undefined) {
    const counts = new Map(all.map(({ way, count }) => [way.object.key, count]));
    const others = [...counts.values()].reduce((sum, count) => sum + count, -1);
    const { severity } = first;
    report({ code: 'CDI0119', object: sidecar, path: 'spec.egress', severity, ...say(mesh, sidecar, first, others) });
  }
}

/** What a Sidecar hides of an egress route from a client that should use it. */
function hidden(mesh: Mesh, client: Proxy, scope: SidecarScope, way: WayOut, index: WayIndex): Hidden | undefined {
  const { namespace } = client;
  if (!isFor(mesh, way, client, scope.sidecar)) {
    return undefined;
  }
  const { mode, egressProxy } = scope.outboundTrafficPolicy;
  const found: Omit<Hidden, 'severity'>[] = [];
  for (const { entry, ports } of way.entries.filter((each) => each.entry.visibility.includes(namespace))) {
    for (const port of ports) {
      const listener = scope.listener(port);
      const knowsHost = listener?.servicesWithHost(entry.host).some((each) => hasPort(each, port)) ?? false;
      const importsRules = listener?.imports(way.object) ?? false;
      // A host without a service has its http rules on port 80.
      if (importsRules && (knowsHost || (way.kind === 'http' && port === 80))) {
        return undefined;
      }
      found.push({ way, count: 1, client, entry, port, listener, knowsHost, importsRules, mode });
    }
  }
  const past = found.find(({ knowsHost }) => knowsHost);
  if (past !== undefined) {
    return hasOtherRules(mesh, past)
      ? undefined
      : { ...past, severity: index.isForOthers(way, client) ? 'warning' : 'info' };
  }
  const [unknown] = egressProxy === undefined ? found : [];
  const isForAll = Object.keys(scope.sidecar?.spec.workloadSelector?.labels ?? {}).length === 0;
  return unknown && { ...unknown, severity: isForAll && isMeantFor(way, namespace) ? 'warning' : 'info' };
}

function hasPort({ ports }: RegistryService, wanted: number): boolean {
  return ports.some(({ number }) => number === wanted);
}

/** Whether the rules may be meant for a client. */
function isFor(mesh: Mesh, way: WayOut, { namespace, labels }: Proxy, sidecar: Sidecar | undefined): boolean {
  const { visibility, service, sourceNamespace = namespace, sourceLabels } = way;
  if (!visibility.includes(namespace) || service.namespace === namespace || sourceNamespace !== namespace) {
    return false;
  }
  return (
    selects(sourceLabels, labels) ||
    pods(mesh)
      .select(sourceLabels, namespace)
      .some((each) => sidecarFor(mesh, each) === sidecar)
  );
}

/** Whether another VirtualService has rules for the host instead. */
function hasOtherRules(mesh: Mesh, { entry, listener }: Omit<Hidden, 'severity'>): boolean {
  const all = mesh.derive(virtualServicesByGateway).get(MESH_GATEWAY) ?? [];
  return virtualServicesByHost(mesh, all)
    .overlapping(entry.host)
    .some((object) => listener!.imports(object));
}

/** Whether an egress route names a namespace as that of its clients. */
function isMeantFor({ visibility, sourceNamespace, object }: WayOut, namespace: string): boolean {
  return (
    sourceNamespace === namespace ||
    (visibility.namespaces.has(namespace) && (namespace !== object.namespace || visibility.private))
  );
}

/** Egress routes by the clients that may use them. */
class WayIndex {
  private readonly named: ReadonlyMap<string, readonly WayOut[]>;
  private readonly byEntry = new Map<string, HostTable<WayOut>>();
  private readonly apart: readonly WayOut[];
  private readonly withClients: ReadonlySet<string>;
  /**
   * For everyone, in the namespaces of gateways and in the root namespace: the ways of one VirtualService, for as many as only the names
   * of hosts tell apart.
   */
  public readonly central: readonly { readonly ways: readonly WayOut[]; readonly count: number }[];

  constructor(
    private readonly mesh: Mesh,
    all: readonly WayOut[],
  ) {
    const named = new Map<string, WayOut[]>();
    for (const way of all) {
      const { visibility, sourceNamespace } = way;
      const namespaces = new Set([
        ...visibility.namespaces,
        ...(sourceNamespace === undefined ? [] : [sourceNamespace]),
      ]);
      [...namespaces].filter((each) => isMeantFor(way, each)).forEach((each) => push(named, each, way));
    }
    // With the ServiceEntry in its own namespace a VirtualService is imported with it.
    this.apart = all.filter(({ object, entries }) => entries.some(({ entry }) => entry.namespace !== object.namespace));
    for (const way of this.apart) {
      for (const { entry } of way.entries) {
        const table = this.byEntry.get(entry.namespace) ?? new HostTable();
        this.byEntry.set(entry.namespace, table);
        table.add(entry.host, way);
      }
    }
    this.named = named;
    this.withClients = new Set(proxies(mesh).sidecars.map(({ namespace }) => namespace));
    const central = all.filter(
      (way) =>
        way.visibility.everybody &&
        way.sourceNamespace === undefined &&
        Object.keys(way.sourceLabels).length === 0 &&
        this.isOfGateway(way),
    );
    const objects = [...groupBy(central, ({ object }) => object.key).values()];
    const alike = groupByData(objects, (ways) => ways.map(placesOf));
    this.central = alike.values().map((each) => ({ ways: each[0], count: each.length }));
  }

  /** The namespaces that egress routes name as those of clients. */
  public get namespaces(): readonly string[] {
    return [...this.named.keys()];
  }

  public meantFor({ namespace }: Proxy): readonly WayOut[] {
    return this.named.get(namespace) ?? [];
  }

  /** Those of which a Sidecar may import the host but not the rules. */
  public ofHostsIn({ spec: { egress = [] } }: Sidecar, client: string): readonly WayOut[] {
    const lists = egress.map(({ hosts = [] }) => hosts.map((host) => host.replace(/^\.\//, `${client}/`)));
    if (lists.some((hosts) => hosts.some((host) => host.startsWith('~')))) {
      return this.apart;
    }
    // A host of all namespaces brings its rules along.
    const lines = lists.flat().map((host) => host.split('/'));
    const ways = lines.flatMap(([namespace, host = '']) => this.byEntry.get(namespace)?.overlapping(host) ?? []);
    return ways.filter(({ object }) => !lists.every((hosts) => hosts.includes(`${object.namespace}/*`)));
  }

  /** Whether rules are not just for the pods beside them. */
  public isForOthers(way: WayOut, { namespace }: Proxy): boolean {
    return isMeantFor(way, namespace) || this.isOfGateway(way) || !this.withClients.has(way.object.namespace);
  }

  private isOfGateway({ object, service }: WayOut): boolean {
    return object.namespace === service.namespace || object.namespace === this.mesh.context.rootNamespace;
  }
}

interface Places {
  /** The namespaces of the rules and of the gateway's Service. */
  readonly rules: string;
  readonly gateway: string;
  readonly kind: WayOut['kind'];
  readonly entries: readonly {
    readonly namespace: string;
    readonly everybody: boolean;
    readonly ports: readonly number[];
  }[];
}

/** What a Sidecar that imports whole namespaces sees of an egress route. */
function placesOf({ object, service, kind, entries }: WayOut): Places {
  return {
    rules: object.namespace,
    gateway: service.namespace,
    kind,
    entries: entries.map(({ entry: { namespace, visibility }, ports }) => ({
      namespace,
      everybody: visibility.everybody,
      ports: [...ports],
    })),
  };
}

/** The clients that a Sidecar applies to, one for each namespace. */
class Clients {
  private readonly ofRoot: ReadonlyMap<Sidecar | undefined, readonly string[]>;
  private readonly gateways: ReadonlySet<Workload | undefined>;

  constructor(
    private readonly mesh: Mesh,
    index: WayIndex,
  ) {
    const namespaces = new Set([
      ...proxies(mesh).sidecars.map(({ namespace }) => namespace),
      ...index.namespaces,
      ANY_OTHER,
    ]);
    const ofRoot = new Map<Sidecar | undefined, string[]>();
    for (const namespace of namespaces) {
      const sidecar = sidecarFor(mesh, sidecarOf(namespace));
      const known = ofRoot.get(sidecar) ?? [];
      ofRoot.set(sidecar, known);
      known.push(namespace);
    }
    this.ofRoot = ofRoot;
    this.gateways = new Set(proxies(mesh).gateways.map(({ workload }) => workload));
  }

  public of(sidecar: Sidecar): readonly Proxy[] {
    const { namespace, spec } = sidecar;
    const labels = spec.workloadSelector?.labels;
    const known = pods(this.mesh).select(labels, namespace);
    const own = known.length > 0 && known.every((each) => this.gateways.has(each)) ? [] : [namespace];
    const others = labels === undefined ? (this.ofRoot.get(sidecar) ?? []) : [];
    return [...new Set([...own, ...others])]
      .map((each) => sidecarOf(each, labels))
      .filter((client) => sidecarFor(this.mesh, client) === sidecar);
  }
}

/** A namespace that no manifest names. */
const ANY_OTHER = '';

/**
 * Whether a Sidecar imports whole namespaces, its own among them, as many do whatever their pods call. Where unknown hosts are refused, one
 * that names other namespaces than the root namespace was probably written with care.
 */
function importsNamespaces(
  { context: { rootNamespace } }: Mesh,
  { spec: { egress = [] } }: Sidecar,
  { namespace, outboundTrafficPolicy: { mode } }: SidecarScope,
): boolean {
  const usual = ['./*', `${namespace}/*`, `${rootNamespace}/*`];
  return egress.every(({ hosts = [] }) =>
    mode === 'REGISTRY_ONLY'
      ? hosts.every((host) => usual.includes(host))
      : hosts.some((host) => usual.includes(host)) && hosts.every((host) => host.endsWith('/*')),
  );
}

function say(mesh: Mesh, sidecar: Sidecar, hidden: Hidden, others: number): Wording {
  const { way, client, entry, knowsHost, importsRules, mode } = hidden;
  const { namespace, spec } = sidecar;
  const who =
    client.namespace === ANY_OTHER
      ? 'Pods of namespaces without a Sidecar of their own'
      : `${spec.workloadSelector === undefined ? 'Pods' : 'The selected pods'} in ${client.namespace}`;
  const applied = client.namespace === namespace ? 'This Sidecar' : 'This Sidecar of the root namespace';
  const gateway = `${way.service.name}.${way.service.namespace}`;
  const rules = `VirtualService ${way.object.key}, which sends requests for ${entry.host} to ${gateway}`;
  const known = `ServiceEntry ${entry.object.key}`;
  const message = knowsHost
    ? `${applied} imports ${entry.host} (${known}), but not ${rules}. ${who} connect to ${entry.host} directly and bypass that Service, even with outboundTrafficPolicy REGISTRY_ONLY.`
    : `${applied} imports ${importsRules ? `${rules}, but not the host itself (${known}), so these rules are never used` : `neither ${rules}, nor the host itself (${known})`}. ` +
      (mode === 'REGISTRY_ONLY'
        ? `Requests of ${lower(who)} for it are refused (outboundTrafficPolicy is REGISTRY_ONLY).`
        : `${who} connect to it directly and bypass that Service (outboundTrafficPolicy is ${mode}).`);
  return {
    message: message + appliesToOthers(others, 'VirtualService'),
    fix: fixOf(mesh, sidecar, hidden),
    related: [{ object: way.object }, { object: entry.object }],
  };
}

function fixOf(mesh: Mesh, { spec: { egress = [] } }: Sidecar, hidden: Hidden): string {
  const { way, client, entry, port, listener, knowsHost, importsRules, severity } = hidden;
  const rules = importedName(mesh, way.object, entry.host);
  const lines = [
    ...new Set([...(importsRules ? [] : [rules]), ...(knowsHost ? [] : [`${entry.namespace}/${entry.host}`])]),
  ];
  const spaces = [...new Set(lines.map((line) => `${line.split('/', 1)[0]}/*`))];
  const wanted = `${list(lines)} (or ${list(spaces)})`;
  const at = listener?.spec === undefined ? -1 : egress.indexOf(listener.spec);
  const imported = new ImportedHosts(listener?.spec?.hosts ?? [], client.namespace);
  const isExcluded = lines.some((line) => {
    const [namespace, host] = line.split('/');
    return imported.isExcluded(host, namespace);
  });
  const fix = isExcluded
    ? `Remove the host that begins with ~ and excludes ${list(lines)} from spec.egress[${at}].hosts.`
    : at === -1
      ? `Add a listener without port to spec.egress that imports ${wanted}: no listener covers port ${port}.`
      : `Add ${wanted} to spec.egress[${at}].hosts.`;
  return severity === 'info'
    ? `If these pods do not call ${entry.host}, nothing needs to change. Otherwise ${fix[0].toLowerCase()}${fix.slice(1)}`
    : fix;
}

function lower(words: string): string {
  return words[0].toLowerCase() + words.slice(1);
}
