import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CODES } from '../../lib/checks/catalogue';
import { run } from '../../lib/cli/command';

const WRONG = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: edge
  namespace: shop
spec:
  selector:
    istio: ingressgateway
  servers:
    - hosts: ["shop.example.com"]
      port: {number: 80, name: http, protocol: HTTP}
      colour: red
`;
const RIGHT = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web, namespace: shop}\n';
const ERROR = 'API0002';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'command-'));
  writeFileSync(at('wrong.yaml'), WRONG);
  writeFileSync(at('right.yaml'), RIGHT);
  writeFileSync(at('broken.yaml'), `a: 1\n b: 2\n---\n${WRONG}`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function at(name: string): string {
  return path.join(folder, name);
}

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

function command(args: string[], given: { stdin?: string; environment?: object; isTerminal?: boolean } = {}): Ran {
  let out = '';
  let error = '';
  const code = run(args, {
    out: (text) => (out += text),
    error: (text) => (error += text),
    stdin: () => Buffer.from(given.stdin ?? ''),
    environment: { ...given.environment },
    isTerminal: given.isTerminal ?? false,
  });
  return { code, out, error };
}

interface Json {
  summary: { objects: number; errors: number; suppressed: unknown[]; unreadable: unknown[] };
  findings: (Place & { code: string; related?: Place[] })[];
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

function json(...args: string[]): Json {
  return JSON.parse(command(['check', '--format', 'json', ...args]).out) as Json;
}

describe('ends with', () => {
  test.each([
    [0, ['right.yaml']],
    [1, ['wrong.yaml']],
    [2, ['broken.yaml']],
    [2, ['right.yaml', 'missing.yaml']],
  ])('%d for %j', (code, files) => {
    expect(command(['check', ...files.map(at)]).code).toBe(code);
  });

  test('1 only for what is severe enough', () => {
    const suppress = ['--suppress', `${ERROR}: known`];
    expect(command(['check', at('wrong.yaml'), ...suppress, '--fail-on', 'error']).code).toBe(0);
  });

  test('every finding of what could be read, whatever could not', () => {
    const { summary, findings } = json(at('broken.yaml'));
    expect(summary.unreadable).toEqual([expect.objectContaining({ line: 2 })]);
    expect(findings).toContainEqual(expect.objectContaining({ code: ERROR, line: 15, column: 7 }));
  });
});

test('a folder in which tools find their own files is as right as its manifests', () => {
  const files: Record<string, string> = {
    'repo/kustomization.yaml': 'namespace: shop\nresources: [web.yaml]\npatches: [{path: patch.yaml}]\n',
    'repo/patch.yaml': 'kind: VirtualService\nspec: {http: []}\n',
    'repo/values.yaml': 'replicas: 3\n',
    'repo/web.yaml':
      'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{name: http, port: 80}]}\n',
  };
  mkdirSync(at('repo'));
  Object.entries(files).forEach(([name, text]) => writeFileSync(at(name), text));
  const { code, out } = command(['check', at('repo')]);
  expect([code, out]).toEqual([
    0,
    [
      'Nothing found in 1 object.',
      'Left out: 1 patch, 1 file without Kubernetes objects.',
      'To check these too, check what `kubectl kustomize` prints.',
      '',
    ].join('\n'),
  ]);
  const { summary } = json(at('repo'));
  expect(summary).toMatchObject({
    leftOut: [
      { file: expect.stringMatching(/patch\.yaml$/), reason: 'patch' },
      { file: expect.stringMatching(/values\.yaml$/), reason: 'other' },
    ],
  });
});

test('what rests on a namespace that overlays set differently is no error', () => {
  const rule = (name: string): string =>
    `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: ${name}}\nspec: {hosts: [reviews], http: [{route: [{destination: {host: reviews}}]}]}\n`;
  const files: Record<string, string> = {
    'base/kustomization.yaml': 'resources: [a.yaml, b.yaml]\n',
    'base/a.yaml': rule('a'),
    'base/b.yaml': rule('b'),
    'dev/kustomization.yaml': 'namespace: dev\nresources: [../base]\n',
    'prod/kustomization.yaml': 'namespace: prod\nresources: [../base]\n',
  };
  Object.entries(files).forEach(([name, text]) => {
    mkdirSync(path.dirname(at(`repo/${name}`)), { recursive: true });
    writeFileSync(at(`repo/${name}`), text);
  });
  const found = (): { code: string; severity: string; message: string }[] =>
    (json(at('repo')).findings as unknown as { code: string; severity: string; message: string }[]).filter(
      ({ code }) => code === 'IST0109',
    );
  expect(found().map(({ severity }) => severity)).toEqual(['warning', 'warning']);
  expect(found()[0].message).toMatch(
    / Kustomizations give the object different namespaces: it was checked in default\.$/,
  );
  writeFileSync(at('repo/prod/kustomization.yaml'), 'namespace: dev\nresources: [../base]\n');
  expect(found().map(({ severity }) => severity)).toEqual(['error', 'error']);
});

describe('in a folder', () => {
  const SERVICE =
    'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {selector: {app: web}, ports: [{name: http, port: 80}]}\n';
  const route = (name: string, host: string, namespace = 'shop'): string =>
    `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {hosts: [web.shop.svc.cluster.local], http: [{route: [{destination: {host: '${host}'}}]}]}\n`;
  const found = (files: Record<string, string>): string[] => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(at(`repo/${name}`)), { recursive: true });
      writeFileSync(at(`repo/${name}`), text);
    }
    const findings = json(at('repo')).findings as unknown as Record<'code' | 'severity' | 'file' | 'path', string>[];
    return findings.map(
      (each) => `${each.severity} ${each.code} ${path.relative(at('repo'), path.resolve(each.file))} ${each.path}`,
    );
  };
  const web = 'web.shop.svc.cluster.local';

  test('variants of one object are one note, and nothing follows from there being two', () => {
    const files = {
      'blue/route.yaml': route('web', web),
      'blue/service.yaml': SERVICE,
      // The same host in another VirtualService: wrong beside that of blue, and never applied with it.
      'green/other.yaml': route('other', web),
      'green/route.yaml': route('web', web).replace('http:', 'exportTo: [.], http:').replace('web.shop', 'api.shop'),
      'green/service.yaml': SERVICE,
      'green/api.yaml': SERVICE.replace('name: web', 'name: api'),
    };
    expect(found(files)).toEqual(['info CDI0003 blue/route.yaml metadata.name']);
    expect(found({ 'green/service.yaml': SERVICE.replace('80', '81') }).filter((each) => /CDI0003/.test(each))).toEqual(
      ['info CDI0003 blue/route.yaml metadata.name'],
    );
  });

  test('what is wrong in a variant is said of it, whichever it is', () => {
    const wrong = (host: string): string => route('web', host);
    expect(
      found({
        'blue/route.yaml': wrong('nobody.shop.svc.cluster.local'),
        'green/route.yaml': wrong(web),
        'red/route.yaml': wrong('nothing.shop.svc.cluster.local'),
        'service.yaml': SERVICE,
      }).filter((each) => /IST0101/.test(each)),
    ).toEqual([
      expect.stringMatching(/ IST0101 blue\/route\.yaml spec\.http\[0\]\.route\[0\]\.destination\.host$/),
      expect.stringMatching(/ IST0101 red\/route\.yaml spec\.http\[0\]\.route\[0\]\.destination\.host$/),
    ]);
  });

  test('two manifests in one folder or of one synthesis are an error, and in one below the other a warning', () => {
    const [one, other] = [route('web', web), route('web', web).replace('http:', 'exportTo: [.], http:')];
    const duplicates = (files: Record<string, string>): string[] => {
      rmSync(at('repo'), { recursive: true, force: true });
      return found({ 'service.yaml': SERVICE, ...files }).filter((each) => /CDI0003/.test(each));
    };
    expect(duplicates({ 'a/one.yaml': one, 'a/other.yaml': other })).toEqual([
      'error CDI0003 a/one.yaml metadata.name',
    ]);
    expect(duplicates({ 'a/b/one.yaml': one, 'a/other.yaml': other })).toEqual([
      'warning CDI0003 a/b/one.yaml metadata.name',
    ]);
    expect(duplicates({ 'a/one.k8s.yaml': one, 'b/one.k8s.yaml': other })).toEqual([
      'error CDI0003 a/one.k8s.yaml metadata.name',
    ]);
    expect(duplicates({ 'a/one.yaml': one, 'b/one.yaml': one })).toEqual([]);
    const both = 'resources: [../a, ../b]\n';
    const kustomized = {
      'a/kustomization.yaml': 'resources: [one.yaml]\n',
      'a/one.yaml': one,
      'b/kustomization.yaml': 'resources: [one.yaml]\n',
      'b/one.yaml': other,
    };
    expect(duplicates(kustomized)).toEqual(['info CDI0003 a/one.yaml metadata.name']);
    expect(duplicates({ ...kustomized, 'all/kustomization.yaml': both })).toEqual([
      'error CDI0003 a/one.yaml metadata.name',
    ]);
    expect(
      duplicates({
        ...kustomized,
        'all/kustomization.yaml': both,
        'b/kustomization.yaml': 'namePrefix: b-\nresources: [one.yaml]\n',
      }),
    ).toEqual([]);
    // A copy that the kustomization beside it does not take.
    expect(duplicates({ ...kustomized, 'a/rendered.yaml': other }).every((each) => each.startsWith('info'))).toBe(true);
  });

  test('what kustomize changes and what a tool fills in is no error', () => {
    const files = {
      'kustomization.yaml':
        'resources: [route.yaml, service.yaml, vars.yaml]\nvars: [{name: NS}]\npatches: [{path: patch.yaml}]\n',
      'patch.yaml': route('web', web),
      'route.yaml': route('web', 'web.PLACEHOLDER.svc.cluster.local'),
      'service.yaml': SERVICE,
      'tool/route.yaml': route('tool', 'web.${NAMESPACE}.svc'),
      'vars.yaml': route('vars', 'web.$(NS).svc.cluster.local').replace('[web.shop', '[api.shop'),
    };
    const said = found(files).filter((each) => /destination\.host$/.test(each));
    expect(said.filter((each) => each.startsWith('error'))).toEqual([]);
    expect(said).toEqual(
      expect.arrayContaining([
        'info IST0101 route.yaml spec.http[0].route[0].destination.host',
        'info IST0106 vars.yaml spec.http[0].route[0].destination.host',
        'warning IST0106 tool/route.yaml spec.http[0].route[0].destination.host',
      ]),
    );
    // A file that is given as one is checked as it is.
    const { findings } = json(at('repo/tool/route.yaml'));
    expect(findings).toContainEqual(expect.objectContaining({ code: 'IST0106', severity: 'error' }));
  });
});

describe('with kustomizations', () => {
  const said = (files: Record<string, string>): string[] => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(at(`repo/${name}`)), { recursive: true });
      writeFileSync(at(`repo/${name}`), text);
    }
    const findings = json(at('repo')).findings as unknown as Record<'code' | 'severity' | 'path', string>[];
    return findings.map(({ severity, code, path: field }) => `${severity} ${code} ${field}`);
  };
  const SERVICE = `apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 8080, targetPort: 80}]}
`;
  const ROUTE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web, namespace: shop}
spec: {hosts: [web], http: [{route: [{destination: {host: web, port: {number: 80}}}]}]}
`;

  test('what patches change in another object is a note', () => {
    const files = { 'service.yaml': SERVICE, 'route.yaml': ROUTE };
    const place = 'IST0101 spec.http[0].route[0].destination.port.number';
    expect(said(files)).toEqual([`error ${place}`]);
    const patch = 'kind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80, name: http}]}\n';
    expect(
      said({
        ...files,
        'kustomization.yaml': 'resources: [service.yaml, route.yaml]\npatches: [{path: patch.yaml}]\n',
        'patch.yaml': patch,
      }),
    ).toEqual([`info ${place}`]);
    expect(said({ 'patch.yaml': patch.replace('80', '81') })).toEqual([`error ${place}`]);
  });

  test('what a build without a namespace leaves open is no error', () => {
    const files = {
      'app/service.yaml': SERVICE.replace(', namespace: shop', ''),
      'app/kustomization.yaml': 'resources: [service.yaml]\n',
      'shop/kustomization.yaml': 'resources: [../app]\nnamespace: shop\n',
      'route.yaml': ROUTE.replace(/host: web, port: .number: 80./, 'host: web.prod.svc.cluster.local').replace(
        '[web]',
        '[web.shop.svc.cluster.local]',
      ),
    };
    const place = 'IST0101 spec.http[0].route[0].destination.host';
    expect(said(files).filter((each) => each.includes('IST0101'))).toEqual([`error ${place}`]);
    const again = { ...files, 'bare/kustomization.yaml': 'resources: [../app]\n' };
    expect(said(again).filter((each) => each.includes('IST0101'))).toEqual([`warning ${place}`]);
  });
});

test('steps of a tutorial in one folder are one warning, and nothing is said of two of them', () => {
  const rule = (subset: string): string =>
    `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: web, namespace: shop}\nspec: {host: web, subsets: [{name: ${subset}, labels: {version: ${subset}}}]}\n`;
  const route = (subset: string): string =>
    `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web, namespace: shop}\nspec: {hosts: [web], http: [{route: [{destination: {host: web, subset: ${subset}}}]}]}\n`;
  const workload = (version: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: ${version}, namespace: shop, labels: {app: web, version: ${version}}}\nspec: {containers: [{name: web, image: web, ports: [{containerPort: 80}]}]}\n`;
  const files = {
    'app/service.yaml':
      'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {selector: {app: web}, ports: [{name: http, port: 80}]}\n',
    'app/pods.yaml': ['v1', 'v2'].map(workload).join('---\n'),
    'steps/1.yaml': rule('v1'),
    'steps/2.yaml': rule('v2'),
    'steps/3.yaml': route('v1'),
    'steps/4.yaml': route('v2'),
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(at(`repo/${name}`)), { recursive: true });
    writeFileSync(at(`repo/${name}`), text);
  }
  const { code, out } = command(['check', at('repo')]);
  expect(code).toBe(0);
  expect(out).toContain(
    'Files of one folder have different manifests for DestinationRule shop/web and for 1 more object.',
  );
  expect(out).toContain('1 warning in 7 objects.');
});

test('what an upgrade changes', () => {
  writeFileSync(
    at('budget.yaml'),
    `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: web, namespace: shop}
spec: {host: web.example.com, trafficPolicy: {retryBudget: {}}}
`,
  );
  const upgrade = ['check', at('budget.yaml'), '--istio-version', '1.29', '--upgrade', '1.30'];
  const { out } = command(upgrade);
  expect(out).toContain('warning CDI0502  spec.trafficPolicy.retryBudget');
  expect(out).toContain('Upgrade from Istio 1.29 to 1.30: 1 warning in 1 object.');
  const { summary } = JSON.parse(command([...upgrade, '--format', 'json']).out) as { summary: unknown };
  expect(summary).toMatchObject({ upgrade: { from: '1.29', to: '1.30' }, warnings: 1 });
  // What both releases report is not repeated.
  expect(command(['check', at('wrong.yaml'), '--upgrade', '1.31'])).toMatchObject({
    code: 0,
    out: 'Upgrade from Istio 1.30 to 1.31: nothing found in 1 object.\n',
  });
});

describe('wrong usage', () => {
  test.each([
    [['check'], 'Say what to check'],
    [['chekc', 'dist'], '"chekc" is not a command. Did you mean check?'],
    [['verify', 'dist'], 'Write: cdk8s-istio check dist'],
    [['dist'], 'Write: cdk8s-istio check dist'],
    [['check', '.', '--fromat', 'json'], 'There is no option --fromat. Did you mean --format?'],
    [['check', '.', '-x'], 'There is no option -x.'],
    [['check', '.', '--format', 'jsn'], '--format "jsn" is not known. Did you mean json?'],
    [['check', '.', '--fail-on', 'never'], 'Write one of: error, warning, info.'],
    [['check', '.', '--format'], '--format needs a value: --format sarif'],
    [['check', '.', '--no-color=1'], '--no-color takes no value'],
    [['check', '.', '--world', 'close'], 'Did you mean closed?'],
    [['check', '.', '--suppress', 'IST0101'], 'has no reason'],
    [['check', '.', '--suppress', 'XYZ: because'], '--suppress XYZ: "XYZ" is not a code'],
    [['check', '.', '--upgrade', '1.29'], '--upgrade: "1.29" is no upgrade'],
    [['check', '.', '--istio-version', '2'], 'The command line: 1 problem\n  --istio-version: Istio "2" is not known'],
    [['check', ''], 'A path is empty'],
    [['check', '-', '--externals', '-'], 'Standard input can be read only once'],
    [['check', '.', '--settings', 'missing.yaml'], 'There is no such file'],
    [['check', '--explain', 'IST010l'], 'There is no code'],
  ])('%j: %s', (args, message) => {
    const { code, error, out } = command(args);
    expect(error).toContain(message);
    expect(error).not.toMatch(/\n\s+at /);
    expect([code, out]).toEqual([2, '']);
  });

  test('settings that are none', () => {
    writeFileSync(at('settings.yaml'), 'wold: open\n');
    expect(command(['check', at('right.yaml'), '--settings', at('settings.yaml')]).error).toContain(
      'Did you mean world?',
    );
    writeFileSync(at('settings.yaml'), 'externals: [istioIngresGateway]\n');
    expect(command(['check', at('right.yaml'), '--settings', at('settings.yaml')]).error).toContain(
      'Did you mean istioIngressGateway?',
    );
    writeFileSync(at('settings.yaml'), 'world: open\nworld: closed\n');
    expect(command(['check', at('right.yaml'), '--settings', at('settings.yaml')]).error).toBe(
      `--settings ${at('settings.yaml')}:2: The key world stands twice in one object. Remove one of the two.\n`,
    );
    writeFileSync(at('settings.yaml'), '- a\n');
    expect(command(['check', at('right.yaml'), '--settings', at('settings.yaml')]).code).toBe(2);
  });

  test('of settings is told at once', () => {
    writeFileSync(
      at('settings.yaml'),
      `wold: open
istioVersion: 1.30
failOn: never
externals: [istioIngresGateway, 5, {kind: X}]
suppress: [5, {code: IST0101}]
`,
    );
    const { error, out, code } = command([
      'check',
      at('right.yaml'),
      ...['--settings', at('settings.yaml'), '--suppress', 'XYZ: because'],
    ]);
    expect([code, out]).toEqual([2, '']);
    expect(error).toContain(`--settings ${at('settings.yaml')}: 9 problems\n`);
    const fields = error.split('\n').flatMap((line) => /^ {2}(\S+(?: XYZ)?): /.exec(line)?.[1] ?? []);
    expect(fields.sort()).toEqual([
      '--suppress XYZ',
      'externals[0]',
      'externals[1]',
      'externals[2]',
      'failOn',
      'istioVersion',
      'suppress[0]',
      'suppress[1].reason',
      'wold',
    ]);
    writeFileSync(at('settings.yaml'), 'falOn: info\n');
    expect(command(['check', at('right.yaml'), '--settings', at('settings.yaml')]).error).toContain('mean failOn?');
    writeFileSync(at('settings.yaml'), 'externals: 5\nsuppress: {}\nworld: shut\n');
    expect(command(['check', at('right.yaml'), '--settings', at('settings.yaml')]).error).toContain('3 problems');
  });
});

describe('settings', () => {
  test('are read from a file, with externals by name, inline and from files', () => {
    writeFileSync(at('cluster.yaml'), RIGHT);
    writeFileSync(
      at('settings.yaml'),
      `world: closed
externals: [istioIngressGateway, ./cluster.yaml, {apiVersion: v1, kind: Namespace, metadata: {name: shop}}]
suppress:
  - {code: ${ERROR}, object: Gateway shop/*, reason: known}
`,
    );
    const { summary, findings } = json(at('wrong.yaml'), '--settings', at('settings.yaml'));
    expect(summary).toMatchObject({ objects: 1, suppressed: [{ code: ERROR, count: 1, reason: 'known' }] });
    expect(findings.map(({ code }) => code)).not.toContain(ERROR);
  });

  test('know gateways of the Helm chart by their release', () => {
    const gateway = (selector: string): string =>
      `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec:
  selector: {istio: ${selector}}
  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com]}]
`;
    writeFileSync(at('settings.yaml'), 'externals: [{helmGateway: istio-edge, namespace: edge}]\nworld: closed\n');
    const codes = (selector: string): string[] => {
      writeFileSync(at('gateway.yaml'), gateway(selector));
      return json(at('gateway.yaml'), '--settings', at('settings.yaml')).findings.map(({ code }) => code);
    };
    expect(codes('edge')).not.toContain('IST0101');
    expect(codes('ingress')).toContain('IST0101');
    writeFileSync(at('settings.yaml'), 'externals: [{helmGateway: istio-edge}]\n');
    expect(command(['check', at('gateway.yaml'), '--settings', at('settings.yaml')]).error).toContain(
      'externals[0]: namespace of a Helm gateway is missing. Write { helmGateway: istio-ingress, namespace: istio-ingress }.',
    );
  });

  test('may say when the command fails, and the command line says otherwise', () => {
    writeFileSync(at('settings.yaml'), 'failOn: info\n');
    writeFileSync(at('note.yaml'), 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n');
    const args = ['check', at('note.yaml'), '--settings', at('settings.yaml')];
    expect([command(args).code, command([...args, '--fail-on', 'error']).code]).toEqual([1, 0]);
    expect(command([...args, '--format', 'junit']).out).toContain('<failure');
  });

  test('externals may come from standard input', () => {
    const route = 'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec:\n';
    writeFileSync(at('route.yaml'), `${route}  hosts: [a]\n  http: [{route: [{destination: {host: a}}]}]\n`);
    const args = ['check', at('route.yaml'), '--world', 'closed', '--externals'];
    const stdin = 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80, name: http}]}\n';
    expect(command([...args, 'istioIngressGateway']).code).toBe(1);
    expect(command([...args, '-'], { stdin }).code).toBe(0);
  });

  test.each([[['check', '-']], [['trace', 'http://shop.example.com/', '-']], [['reach', '-']], [['graph', '-']]])(
    'a pipe through which nothing came is no mesh: %j',
    (args) => {
      expect(command(args, { stdin: ' \n' }).code).toBe(2);
    },
  );

  test('a pipe through which nothing came', () => {
    expect(command(['check', '-']).out).toMatch(/^unreadable {2}stdin {2}Standard input is empty\. /);
    expect(command(['reach', '-']).error).toBe(
      'stdin  Standard input is empty. Look at the command before the pipe, which wrote nothing: it may have failed.\n',
    );
  });

  test('externals that are no manifests are told, and the others count', () => {
    writeFileSync(at('cluster.yaml'), `a: 1\n---\n${RIGHT}---\n5\n`);
    const { summary } = json(at('right.yaml'), '--externals', at('cluster.yaml'));
    expect(summary.unreadable).toEqual([
      expect.objectContaining({ file: expect.stringContaining('cluster.yaml'), line: 1, column: 1 }),
      expect.objectContaining({
        line: 7,
        message: 'This is among the externals: This is 5, not a Kubernetes object.',
      }),
    ]);
    expect(command(['check', at('right.yaml'), '--externals', at('cluster.yaml')]).code).toBe(2);
  });

  test('externals that cannot be read are told', () => {
    expect(json(at('right.yaml'), '--externals', at('missing.yaml')).summary.unreadable).toHaveLength(1);
  });
});

describe('the report', () => {
  test('has colors on a terminal, unless someone does not want them', () => {
    const args = ['check', at('wrong.yaml')];
    const colored = (given: Parameters<typeof command>[1], ...more: string[]): boolean =>
      command([...args, ...more], given).out.includes('\u001b[');
    expect(colored({ isTerminal: true })).toBe(true);
    expect(colored({})).toBe(false);
    expect(colored({ environment: { FORCE_COLOR: '1' } })).toBe(true);
    expect(colored({ isTerminal: true, environment: { FORCE_COLOR: '0' } })).toBe(false);
    expect(colored({ isTerminal: true, environment: { NO_COLOR: '1' } })).toBe(false);
    expect(colored({ isTerminal: true }, '--no-color')).toBe(false);
  });

  test('goes to a file', () => {
    const { code, out, error } = command(['check', at('wrong.yaml'), '--format', 'sarif', '-o', at('report.sarif')]);
    expect([code, out]).toEqual([1, '']);
    expect(error).toContain(`The report is in ${at('report.sarif')}.`);
    expect(JSON.parse(readFileSync(at('report.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
    const broken = command(['check', at('broken.yaml'), '-o', at('report.txt')]).error;
    expect(broken).toContain('Not everything could be read.');
    expect(readFileSync(at('report.txt'), 'utf8')).toContain(broken.split('.', 1)[0]);
    expect(command(['check', at('right.yaml'), '-o', at('no/such/folder')]).code).toBe(2);
  });

  test('names the place and its line', () => {
    const { out } = command(['check', '-'], { stdin: WRONG });
    expect(out).toContain('stdin:12:7  Gateway shop/edge');
    expect(out).toContain('    12 |       colour: red\n');
  });
});

describe('the places of related objects', () => {
  const entry = (name: string, protocol: string): string => `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: ${name}, namespace: shop}
spec:
  hosts: [api.example.com]
  location: MESH_EXTERNAL
  resolution: DNS
  ports:
    - number: 443
      name: tls
      protocol: ${protocol}
`;
  const placeText = ({ file, line, column }: Place): string => `${path.basename(file)}:${line}:${column}`;

  test('are in their own files', () => {
    writeFileSync(at('first.yaml'), RIGHT + '---\n' + entry('api', 'TLS'));
    writeFileSync(at('second.yaml'), entry('api-tcp', 'TCP'));
    const related = json(at('first.yaml'), at('second.yaml'))
      .findings.filter(({ code }) => code === 'IST0177')
      .map(({ file, related: others }) => [path.basename(file), others?.map((each) => placeText(each))]);
    expect(related).toEqual([
      ['first.yaml', ['second.yaml:11:7']],
      ['second.yaml', ['first.yaml:15:7']],
    ]);
  });

  test('tell two manifests for one object apart', () => {
    writeFileSync(at('first.yaml'), RIGHT);
    writeFileSync(at('second.yaml'), `# later\n${RIGHT}`);
    const [{ file, related }] = json(at('first.yaml'), at('second.yaml')).findings.filter(
      ({ code }) => code === 'CDI0003',
    );
    expect([path.basename(file), related?.map((each) => placeText(each))]).toEqual([
      'first.yaml',
      ['second.yaml:4:12'],
    ]);
  });
});

// A variable that is empty must not make a run of nothing a green one.
test.each([
  ['check', /^Say what to check: /],
  ['trace', /^Say which URL is asked, and in which manifests\. /],
  ['test', /^Say which tests are run, and on which manifests\. /],
  ['reach', /^Say where the manifests are: /],
  ['diff', /^Say what to compare: /],
  ['graph', /^Say where the manifests are: /],
])('%s alone asks for what is missing', (name, expected) => {
  expect(command([name])).toEqual({ code: 2, out: '', error: expect.stringMatching(expected) });
});

test('--list, --explain, --help and --version', () => {
  const listed = command(['check', '--list']).out.trim().split('\n');
  expect(listed).toHaveLength(CODES.size);
  const { out } = command(['check', '--explain', ERROR.toLowerCase()]);
  expect(out).toContain(CODES.get(ERROR)!.name);
  expect(out).toContain('What to do');
  expect(command([]).out).toContain('cdk8s-istio check PATHS...');
  expect(command(['--help']).out).toBe(command([]).out);
  expect(command(['reach', '--help']).out).toMatch(/^Tells who can call whom/);
  expect(command(['--version']).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe('the program', () => {
  const program = ['--import', 'tsx', path.resolve(__dirname, '../../lib/cli/main.ts')];

  test('reads standard input and ends with the code', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...program, 'check', '-'], {
      input: WRONG,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toContain(ERROR);
  }, 60_000);

  test('speaks of its files as they are, whichever runtime starts it', () => {
    writeFileSync(at('settings.yaml'), 'clusterDomain: 5\n');
    const { status, stderr } = spawnSync(
      process.execPath,
      [...program, 'check', '-', '--settings', at('settings.yaml')],
      {
        input: WRONG,
        encoding: 'utf8',
        env: { ...process.env, JSII_AGENT: 'Python/3.11.7' },
      },
    );
    expect(status).toBe(2);
    expect(stderr).toContain('  clusterDomain: 5 is not a non-empty string.');
  }, 60_000);

  test('does not mind when nobody reads on', () => {
    writeFileSync(
      at('many.yaml'),
      Array.from({ length: 500 }, (_, i) => WRONG.replace('edge', `edge-${i}`)).join('---\n'),
    );
    const line = [process.execPath, ...program, 'check', at('many.yaml')].map((word) => `'${word}'`).join(' ');
    const { stdout, stderr } = spawnSync('bash', ['-c', `${line} | head -1`], { encoding: 'utf8' });
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toBe('');
  }, 60_000);
});
