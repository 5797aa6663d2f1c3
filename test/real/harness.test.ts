import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Backend } from './backend';
import { checkManifests } from '../../lib/checks/check-manifests';
import { application, client, ingressGateway } from './base';
import { PublicAuthority } from './certificates';
import type { Answer } from './client';
import { evidencePage } from './evidence';
import { differences, inWords } from './expectation';
import { jwtIssuer } from './jwt';
import type { Manifest } from './manifest';
import { Mesh, WORKLOAD_PAIR } from './mesh';
import type { ScenarioRequest } from './scenario';
import { describeRequest } from './scenario';

const authority = new PublicAuthority({ [WORKLOAD_PAIR]: ['*.cluster.local'], 'www.example.org': ['www.example.org'] });
const MANIFESTS = [...client('default', 'curl'), ...application('default', 'web', 8080, ['v1'])];

async function inMesh(manifests: Manifest[], use: (mesh: Mesh) => Promise<void>): Promise<void> {
  const mesh = await Mesh.start(manifests, authority, {
    externals: [{ hosts: ['www.example.org'], ports: { 8443: 'tls' } }],
  });
  try {
    await use(mesh);
  } finally {
    await mesh.stop();
  }
}

/** A cluster that Envoy refuses, in the configuration of every sidecar. */
const REFUSED: Manifest = {
  apiVersion: 'networking.istio.io/v1alpha3',
  kind: 'EnvoyFilter',
  metadata: { name: 'refused', namespace: 'default' },
  spec: {
    configPatches: [
      {
        applyTo: 'CLUSTER',
        match: { context: 'SIDECAR_OUTBOUND' },
        patch: {
          operation: 'ADD',
          value: { name: 'refused', type: 'ORIGINAL_DST', connect_timeout: '1s', lb_policy: 'ROUND_ROBIN' },
        },
      },
    ],
  },
};

test('what a proxy refuses fails the start, with its text', async () => {
  await expect(inMesh([...MANIFESTS, REFUSED], () => Promise.resolve())).rejects.toThrow(
    /refused type\.googleapis\.com\/envoy\.config\.cluster\.v3\.Cluster: .*LB policy/,
  );
});

/** A filter that Envoy refuses, in the listeners of every sidecar. */
const SPOILED: Manifest = {
  ...REFUSED,
  spec: {
    configPatches: [
      {
        applyTo: 'HTTP_FILTER',
        match: {
          context: 'SIDECAR_OUTBOUND',
          listener: { filterChain: { filter: { name: 'envoy.filters.network.http_connection_manager' } } },
        },
        patch: {
          operation: 'INSERT_FIRST',
          value: {
            name: 'spoiled',
            typed_config: {
              '@type': 'type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua',
              default_source_code: { inline_string: 'no Lua' },
            },
          },
        },
      },
    ],
  },
};

test.each([
  ['a listener', SPOILED, 'connection closed'],
  ['a cluster that nobody else uses', REFUSED, undefined],
])('a proxy that refuses %s keeps what it had', async (_, filter, failed) => {
  const late: Manifest = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'late', namespace: 'default' },
    spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 8081, targetPort: 8080 }] },
  };
  await inMesh(MANIFESTS, async (mesh) => {
    await expect(mesh.replace([...MANIFESTS, late, filter])).rejects.toThrow('refused');
    await mesh.istiod.settled();
    mesh.istiod.failures.splice(0);
    const ask = (url: string): Promise<Answer> => mesh.send('default/curl', undefined, { url, timeout: 2000 });
    expect((await ask('http://web:8080/')).status).toBe(200);
    expect((await ask('http://late:8081/')).failed).toBe(failed);
  });
});

const TLS_ENTRY: Manifest = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'ServiceEntry',
  metadata: { name: 'example', namespace: 'default' },
  spec: { hosts: ['*.example.org'], resolution: 'NONE', ports: [{ number: 443, name: 'tls', protocol: 'TLS' }] },
};
const tlsRoutes = (name: string, ...matches: object[]): Manifest => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name, namespace: 'default' },
  spec: {
    hosts: ['*.example.org'],
    tls: matches.map((match) => ({
      match: [{ port: 443, ...match }],
      route: [{ destination: { host: 'web', port: { number: 8080 } } }],
    })),
  },
});
const NAMES = ['first.example.org', 'second.example.org', 'third.example.org'];
const REFUSED_LISTENER = /refused .*Listener: .*(overlapping|same) matching rules/;

test('sidecars refuse tls rules of two VirtualServices that share a server name in different lists', async () => {
  const both = [
    TLS_ENTRY,
    tlsRoutes('both', { sniHosts: NAMES.slice(0, 2) }),
    tlsRoutes('one', { sniHosts: NAMES.slice(0, 1) }),
  ];
  expect(checkManifests(both).filter(({ code }) => code === 'CDI0108')).toMatchObject([
    { severity: 'error', object: { name: 'one' } },
  ]);
  await expect(inMesh([...MANIFESTS, ...both], () => Promise.resolve())).rejects.toThrow(REFUSED_LISTENER);
  const same = ['both', 'same'].map((name) => tlsRoutes(name, { sniHosts: NAMES.slice(0, 2) }));
  await inMesh([...MANIFESTS, TLS_ENTRY, ...same], () => Promise.resolve());
});

const SUBNET = { destinationSubnets: ['10.0.0.0/8'] };
test.each<[string, boolean, object[]]>([
  ['a name in two lists', true, [{ sniHosts: NAMES.slice(0, 2) }, { sniHosts: NAMES.slice(1) }]],
  ['a name twice in one list', true, [{ sniHosts: [NAMES[0], NAMES[0]] }]],
  ['one list in another order', true, [{ sniHosts: NAMES.slice(0, 2) }, { sniHosts: NAMES.slice(0, 2).reverse() }]],
  ['a name for all ports', true, [{ sniHosts: NAMES }, { port: undefined, sniHosts: NAMES.slice(2) }]],
  ['one list twice', false, [{ sniHosts: NAMES }, { sniHosts: NAMES }]],
  ['another port', false, [{ sniHosts: NAMES }, { port: 444, sniHosts: NAMES.slice(2) }]],
  ['other subnets', false, [{ sniHosts: NAMES }, { ...SUBNET, sniHosts: NAMES.slice(2) }]],
  ['a wildcard', false, [{ sniHosts: ['*.example.org'] }, { sniHosts: NAMES.slice(2) }]],
])('CDI0116 is reported where sidecars refuse the rules of one VirtualService: %s', async (_, refused, matches) => {
  const manifests = [TLS_ENTRY, JSON.parse(JSON.stringify(tlsRoutes('one', ...matches))) as Manifest];
  expect(checkManifests(manifests).some(({ code }) => code === 'CDI0116')).toBe(refused);
  const start = inMesh([...MANIFESTS, ...manifests], () => Promise.resolve());
  await (refused ? expect(start).rejects.toThrow(REFUSED_LISTENER) : start);
});

test('a gateway refuses its listener for a server name that stands twice in one list', async () => {
  const gateway: Manifest = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'public', namespace: 'istio-system' },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [
        { port: { number: 443, name: 'tls', protocol: 'TLS' }, hosts: ['*.example.org'], tls: { mode: 'PASSTHROUGH' } },
      ],
    },
  };
  const routes = tlsRoutes('twice', { sniHosts: [NAMES[0], NAMES[0]] });
  Object.assign(routes.spec!, { gateways: ['istio-system/public'] });
  expect(checkManifests([gateway, routes]).filter(({ code }) => code === 'CDI0116')).toMatchObject([
    { severity: 'error' },
  ]);
  await expect(inMesh([...MANIFESTS, ...ingressGateway(), gateway, routes], () => Promise.resolve())).rejects.toThrow(
    REFUSED_LISTENER,
  );
});

test('what a proxy refuses fails a replacement', async () => {
  await inMesh(MANIFESTS, async (mesh) => {
    await expect(mesh.replace([...MANIFESTS, REFUSED])).rejects.toThrow(/refused .*Cluster: /);
  });
});

test('manifests that istiod cannot read fail with the object', async () => {
  const broken: Manifest = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'broken', namespace: 'default' },
    spec: { hosts: 'web' },
  };
  await expect(inMesh([...MANIFESTS, broken], () => Promise.resolve())).rejects.toThrow(
    /VirtualService default\/broken: .*cannot unmarshal string/,
  );
});

test('a proxy that ends fails the next request, with its log', async () => {
  await inMesh(MANIFESTS, async (mesh) => {
    process.kill(children().find(({ command }) => command.includes('default.curl.json'))!.id, 'SIGSEGV');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(mesh.send('default/curl', undefined, { url: 'http://web:8080/', timeout: 1000 })).rejects.toThrow(
      /Envoy of default\/curl ended/,
    );
  });
});

test('istiod that ends fails the next request', async () => {
  await inMesh(MANIFESTS, async (mesh) => {
    process.kill(children().find(({ command }) => command.includes('istiod serve'))!.id, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await expect(mesh.send('default/curl', undefined, { url: 'http://web:8080/', timeout: 1000 })).rejects.toThrow(
      /istiod ended/,
    );
  });
});

test('a request that hangs is a failed request', async () => {
  await inMesh(MANIFESTS, async (mesh) => {
    const answer = await mesh.send('default/curl', undefined, {
      url: 'http://web:8080/',
      headers: { 'x-behave': 'delay=2000' },
      timeout: 200,
    });
    expect(answer.failed).toBe('no answer in 200 ms');
    expect(differences({ status: 200 }, { answers: [answer], logs: {}, seen: [], nameOf: String })).toEqual([
      'no answer: no answer in 200 ms',
    ]);
  });
});

test('a log with another number of lines than expected is a difference', () => {
  const observed = {
    answers: [],
    logs: { 'default/web': [{ status: 200 }, { status: 503 }] },
    seen: [],
    nameOf: String,
  };
  const log = (times: number) => ({ accessLog: [{ proxy: 'default/web', status: 200, times }] });
  expect(differences(log(1), observed)).toEqual([]);
  expect(differences(log(2), observed)).toEqual([
    'access log of default/web: [{"status":200},{"status":503}], not 2 times {"status":200}',
  ]);
});

test('the evidence page is the same in each run: it names no token', () => {
  const page = (): string => {
    const token = jwtIssuer('https://issuer.example.com').token({});
    const request: ScenarioRequest = {
      name: 'of the issuer',
      url: `http://one/?access_token=${token}`,
      headers: { authorization: `Bearer ${token}`, 'x-token': token, cookie: `a=b; session=${token}` },
      expect: { status: 200, sees: { header: { authorization: `Bearer ${token}` } } },
    };
    const row = { claim: request.name, request: describeRequest(request), seen: inWords(request.expect) };
    return evidencePage([
      {
        scenario: 'tokens',
        title: 'Tokens',
        of: 2,
        claims: [row],
        negatives: [{ change: `with ${token}`, claim: request.name, seen: row.seen }],
        allowed: [{ text: token, reason: token }],
      },
    ]);
  };
  expect(page()).toContain('backend sees header authorization Bearer ...');
  expect(page()).not.toContain('eyJ');
  expect(page()).toBe(page());
});

test('a port in use is named', async () => {
  const options = { name: 'default/web-v1', address: '127.9.0.1', port: 18080 };
  const backend = await new Backend(options).start();
  await expect(new Backend(options).start()).rejects.toThrow('default/web-v1: 127.9.0.1:18080 is in use');
  backend.stop();
});

test('a gateway without a Gateway listens on nothing', async () => {
  await inMesh(ingressGateway(), async (mesh) => {
    const answer = await mesh.send('outside', undefined, { url: 'http://web.example.com/', timeout: 1000 });
    expect(answer.failed).toBe('connection refused');
  });
});

test('nothing is left running when the process is killed', async () => {
  const script = join(__dirname, 'fixtures/mesh-that-stays.ts');
  const folder = mkdtempSync(join(tmpdir(), 'killed-'));
  const killed = spawn(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => killed.stdout.once('data', resolve));
  const started = children(killed.pid).filter(({ command }) => /^\S*(envoy -c|istiod serve) /.test(command));
  expect(started.length).toBe(2);
  killed.kill('SIGKILL');
  await new Promise((resolve) => killed.once('exit', resolve));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(started.filter(({ id }) => existsSync(`/proc/${id}/exe`))).toEqual([]);
  rmSync(folder, { recursive: true });
});

/** Processes below one. */
function children(of: number = process.pid): { id: number; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const parent = readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ')[1];
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return parent === String(of) ? [{ id: Number(name), command }] : [];
      } catch {
        return []; // ended meanwhile
      }
    });
}
