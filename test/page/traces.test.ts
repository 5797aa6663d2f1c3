import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import { readSettings } from '../../lib/checks/read-settings';
import { Problems } from '../../lib/core/problems';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { PageMesh } from '../../lib/page/page-data';
import { pageMesh } from '../../lib/page/page-source';
import { askedTrace } from '../../lib/report/asked-trace';
import { traceText } from '../../lib/report/trace-text';
import { meshToAsk } from '../../lib/tracing/mesh-to-ask';
import type { Typed } from '../../page/trace-question';
import { EMPTY, Tracer } from '../../page/trace-question';

/* What the page knows of a mesh is enough for the answers of the command: asked of the meshes of all routing cases. */

interface Case {
  readonly meshConfig?: Record<string, unknown>;
  readonly requests?: readonly {
    readonly host?: string;
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string>>;
  }[];
}

/** As much of a manifest as the questions are made of. */
interface Written extends Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: { readonly hosts?: readonly string[]; readonly ports?: readonly { readonly port: number }[] };
}

const FOLDER = path.resolve(__dirname, '../routing/cases');

/** Requests from outside and from pods, for the hosts of the case and for its Services. */
function questions({ requests = [] }: Case, manifests: readonly Written[]): Typed[] {
  const services = manifests.filter(({ kind }) => kind === 'Service');
  const [home = 'shop'] = services.map(({ metadata }) => metadata.namespace);
  const asked = requests.flatMap(({ host, path: at = '/', headers = {} }) =>
    host === undefined
      ? []
      : ['', `${home}/*`].map((from) => ({
          url: `http://${host}${at}`,
          from,
          headers: Object.entries(headers)
            .map(([name, value]) => `${name}: ${value}`)
            .join('\n'),
        })),
  );
  const known = services.map(({ metadata, spec }) => ({
    url: `http://${metadata.name}.${metadata.namespace}:${spec?.ports?.[0]?.port ?? 80}/`,
    from: `${home}/*`,
  }));
  const ruled = manifests
    .filter(({ kind }) => kind === 'VirtualService' || kind === 'ServiceEntry')
    .flatMap(({ spec }) => spec?.hosts ?? [])
    .flatMap((host) => ['', `${home}/*`].map((from) => ({ url: `http://${host.replace('*', 'a')}/`, from })));
  const nowhere = { url: 'https://nowhere.example.com/' };
  return [...asked, ...known, ...ruled, nowhere].map((each) => ({ ...EMPTY, ...each }));
}

test.each(readdirSync(FOLDER))('%s', (file) => {
  const [given, ...manifests] = loadAll(readFileSync(path.join(FOLDER, file), 'utf8')) as [Case, ...Written[]];
  const asked = meshToAsk(manifests, readSettings({ meshConfig: given.meshConfig }));
  const page = new Tracer(JSON.parse(JSON.stringify(pageMesh(asked, () => ({})))) as PageMesh);
  const all = questions(given, manifests);
  expect(all.length).toBeGreaterThan(0);
  for (const { url, from, headers } of all) {
    const answer = page.answer({ ...EMPTY, url, from, headers });
    const problems = new Problems();
    const lines = headers.split('\n').filter((line) => line !== '');
    const question = {
      url,
      from: from === '' ? undefined : from,
      headers: lines.map(
        (line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const,
      ),
    };
    const report = askedTrace(asked, question, () => ({}), problems);
    if (/eyJ[\w-]*\.[\w-]+\.[\w-]+/.test(headers)) {
      expect(answer).toEqual({ problems: expect.arrayContaining([expect.stringContaining('signatures')]) });
    } else if (report === undefined) {
      expect('problems' in answer && answer.problems).toHaveLength(problems.count);
    } else {
      expect('report' in answer && traceText(answer.report)).toBe(traceText(report));
    }
  }
});

test('what is wrong is told of all fields at once, in the order of the form', () => {
  const page = new Tracer(
    JSON.parse(JSON.stringify(pageMesh(meshToAsk([], readSettings({})), () => ({})))) as PageMesh,
  );
  const wrong: Typed = {
    url: 'ftp://shop.example.com/',
    from: 'shop/nobody',
    method: 'GE T',
    headers: 'x-canary\nx y: 1\nauthorization: Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.c2ln',
    clientAddress: 'here',
    connectTo: 'a b:c',
    at: '',
    sni: '',
    claims: '{iss}',
  };
  expect(page.answer(wrong)).toEqual({
    problems: [
      'The page does not check the signatures of tokens. Write what the token says as claims, or ask cdk8s-istio trace.',
      'URL: "ftp" is not a known scheme. Write one of: http, https, grpc, grpcs, tls, tcp.',
      'From: there is no workload "shop/nobody". The manifests show none.',
      'Method: "GE T" is not a method. Write for example POST.',
      'Headers: "x-canary" has no colon. Write for example x-canary: always.',
      'Headers: "x y" is not the name of a header. Write for example x-canary.',
      'Client address: "here" is not an IP address. Write for example 203.0.113.7.',
      expect.stringMatching(/^Connect to: "a b:c" is not host:port\./),
      // Engines say in different words what is wrong with JSON.
      expect.stringMatching(/^Claims: it is not JSON: /),
    ],
  });
});
