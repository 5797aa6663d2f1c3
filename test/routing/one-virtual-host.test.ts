import type { Proxy } from '../../lib/mesh/proxies';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { FoundHost } from '../../lib/routing/domains';
import { virtualHostsByDomain } from '../../lib/routing/domains';
import { lookedUpHosts, virtualHostFor, virtualHosts } from '../../lib/routing/route-table';
import { randomMesh } from '../istiod/random-mesh';

const MESHES = 200;
const PORTS = [80, 8080, 443, 9000];

/** The sidecars of random meshes, each with each port. */
function* places(): Generator<{
  readonly mesh: Mesh;
  readonly made: () => Mesh;
  readonly proxy: Proxy;
  readonly port: number;
  readonly place: string;
}> {
  for (let number = 0; number < MESHES; number++) {
    const { manifests, meshConfig, proxies } = randomMesh(number);
    const made = (): Mesh => new Mesh(manifests, [], { meshConfig });
    const mesh = made();
    for (const { name, namespace, labels } of proxies.filter(({ gateway }) => !gateway)) {
      const proxy = { kind: 'sidecar' as const, name, namespace, labels };
      yield* PORTS.map((port) => ({ mesh, made, proxy, port, place: `mesh ${number} ${name} port ${port}` }));
    }
  }
}

test('the virtual host of one host is the one that the whole table has', () => {
  let compared = 0;
  const different: string[] = [];
  for (const { mesh, proxy, port, place } of places()) {
    for (const whole of virtualHosts(mesh, proxy, port)) {
      const host = whole.name.endsWith(`:${port}`) ? whole.name.slice(0, -`:${port}`.length) : undefined;
      const one = host === undefined ? whole : virtualHostFor(mesh, proxy, port, host);
      compared++;
      if (JSON.stringify(texts(one)) !== JSON.stringify(texts(whole))) {
        different.push(`${place} ${whole.name}: ${JSON.stringify([texts(one), texts(whole)])}`);
      }
    }
  }
  expect(compared).toBeGreaterThan(1000);
  expect(different).toEqual([]);
});

test('a Host finds the virtual host that it finds in the whole table', () => {
  let compared = 0;
  const different: string[] = [];
  for (const { mesh, made, proxy, port, place } of places()) {
    const whole = virtualHostsByDomain(virtualHosts(mesh, proxy, port));
    const domains = whole.all().flatMap((host) => host.domains);
    // Another mesh with the same objects, in which nothing is made yet.
    const fresh = made();
    for (const host of [...domains, ...domains.flatMap(othersLike), 'nobody.example', '']) {
      const [own, expected] = [lookedUpHosts(fresh, proxy, String(port)), whole].map((hosts) => hosts.find(host));
      compared++;
      if (JSON.stringify(found(own)) !== JSON.stringify(found(expected))) {
        different.push(`${place} ${host}: ${JSON.stringify([found(own), found(expected)])}`);
      }
    }
  }
  expect(compared).toBeGreaterThan(10_000);
  expect(different).toEqual([]);
});

/** Hosts beside a domain: under it, in capitals, with a port, and what a wildcard covers. */
function othersLike(domain: string): string[] {
  return [
    `x.${domain}`,
    domain.toUpperCase(),
    `${domain}:8443`,
    ...(domain.startsWith('*') ? [`a${domain.slice(1)}`, `a.b${domain.slice(1)}`, domain.slice(2)] : []),
  ];
}

function found(host: FoundHost | undefined): unknown {
  return (
    host && [
      host.domain,
      host.host.name,
      texts(host.host),
      host.host.ignored.map(({ object, why }) => [object.key, why]),
    ]
  );
}

/** Without addresses: which of two hosts with one address has it is not known of one host alone. */
function texts(host: ReturnType<typeof virtualHostFor>): unknown {
  return (
    host && [
      host.domains.filter((domain) => !/^[\d./]+$/.test(domain)).sort(),
      host.routes.map(({ source, match, action }) => [source?.key, match, action.kind]),
    ]
  );
}
