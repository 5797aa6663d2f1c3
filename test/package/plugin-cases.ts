import { dump, load } from 'js-yaml';
import path from 'node:path';
import { blocksOf, ROOT } from '../docs/markdown-blocks';
import type { Installed, Ran } from './installed';

const CDK8S = path.join(path.dirname(require.resolve('cdk8s-cli/package.json')), 'bin', 'cdk8s');

/** A route to a host, and the Service reviews. */
const APP = `
const { App, ApiObject, Chart } = require('cdk8s');
const { Destination, VirtualService } = require('cdk8s-istio');

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
new ApiObject(chart, 'Service', {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'reviews' },
  spec: { selector: { app: 'reviews' }, ports: [{ name: 'http', port: 80 }] },
});
new VirtualService(chart, 'Route', {
  metadata: { name: process.env.ROUTE },
  hosts: ['reviews'],
  http: [{ route: [Destination.host(process.env.HOST)] }],
});
app.synth();
`;

interface Configuration {
  readonly validations: { readonly properties: Record<string, unknown> }[];
}

/** `cdk8s synth` with the plugin, in a folder with the package. */
export function pluginCases(installed: () => Installed): void {
  /** The configuration that the documentation shows. */
  const [shown] = blocksOf(path.join(ROOT, 'docs', 'checks.md'))
    .filter(({ text }) => text.startsWith('validations:'))
    .map(({ text }) => load(text) as Configuration);

  beforeAll(() => installed().write('app.cjs', APP));

  function synth(host: string, properties?: Record<string, unknown>, route: string = 'route', ...args: string[]): Ran {
    const validations = properties === undefined ? shown.validations : [{ ...shown.validations[0], properties }];
    const configuration = { language: 'typescript', app: 'node app.cjs', output: 'manifests', validations };
    installed().write('cdk8s.yaml', dump(configuration));
    return installed().try([CDK8S, 'synth', '--no-check-upgrade', ...args], { HOST: host, ROUTE: route });
  }

  test('a finding: the report says where and what, and the command ends with 2', () => {
    const { code, stdout } = synth('ratings');
    expect(stdout).toMatch(/Status +│ failure/);
    expect(stdout).toMatch(/errors +│ 1 /);
    expect(stdout).toContain('IST0101, KIA1101 (error) (1 occurrences)');
    expect(stdout).toContain('Construct Path: shop/Route');
    expect(stdout).toContain(`Manifest Path: ${path.join('manifests', 'shop.k8s.yaml')}`);
    expect(stdout).toMatch(/> spec\.http\[0\]\.route\[0\]\.destination\.host \(line \d+\)/);
    expect(stdout).toMatch(/Recommendation: There is no Service ratings[^]*How to fix: \S/);
    expect(code).toBe(2);
  });

  test('the command reads the same folder, and leaves out what cdk8s-cli wrote for plugins', () => {
    synth('ratings');
    const { code, stdout } = installed().command(['check', 'manifests', '--world', 'closed']);
    expect(stdout).toContain(`${path.join('manifests', 'shop.k8s.yaml')}:`);
    expect(stdout).toMatch(/^1 error in 2 objects\.$/m);
    expect(code).toBe(1);
  });

  test('nothing to find', () => {
    const { code, stdout } = synth('reviews');
    expect(stdout).toMatch(/Status +│ success/);
    expect(code).toBe(0);
  });

  test('of two objects with one name, the report names the one', () => {
    const { stdout } = synth('ratings', undefined, 'reviews');
    expect(stdout).toContain('Construct Path: N/A');
    expect(stdout).toContain('Resource Name: VirtualService shop/reviews');
  });

  test('warnings are told, and fail the command when that is asked for', () => {
    const told = synth('ratings.billing.svc.cluster.local', {});
    expect(told.stdout).toContain('(warning) (1 occurrences)');
    expect(told.stdout).toMatch(/warnings +│ 1 /);
    expect(told.code).toBe(0);
    const failed = synth('ratings.billing.svc.cluster.local', { failOn: 'warning' });
    expect(failed.stdout).toContain('(warning) (1 occurrences)');
    expect(failed.code).toBe(2);
  });

  test('with --stdout there are no line numbers: the file is not there', () => {
    const { stdout, code } = synth('ratings', undefined, 'route', '--stdout');
    expect(stdout).toContain('> spec.http[0].route[0].destination.host\n');
    expect(code).toBe(2);
  });

  test('settings: installed gateways, files, manifests and suppressions', () => {
    installed().write(
      'services.yaml',
      dump({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'ratings', namespace: 'shop' },
        spec: { ports: [{ name: 'http', port: 80 }] },
      }),
    );
    const settings = {
      world: 'closed',
      externals: [
        'istioIngressGateway',
        './services.yaml',
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
      ],
      suppress: [{ code: 'IST0118', reason: 'is never found here' }],
    };
    const known = synth('ratings', settings);
    expect(known.code).toBe(0);
    expect(known.stdout).toMatch(/outdated +│ suppression IST0118 matched no finding/);
    const suppressed = synth('nowhere', { world: 'closed', suppress: [{ code: '*', reason: 'a test' }] });
    expect(suppressed.code).toBe(0);
    expect(suppressed.stdout).toMatch(/suppressed +│ [1-9]/);
  });

  test.each([
    [{ wold: 'closed' }, 'wold: unknown field of IstioChecksSettings. Did you mean world?'],
    [{ failOn: 'fatal' }, 'failOn: "fatal" is not a severity. Write "error", "warning" or "info".'],
    [{ externals: ['istioIngresGateway'] }, 'externals[0]: there is no gateway "istioIngresGateway". Did you mean'],
    [{ externals: ['nowhere.yaml'] }, 'nowhere.yaml  There is no such file or folder.'],
    [{ externals: [{ name: 'payments' }] }, 'externals[0]: apiVersion is missing'],
    [{ istioVersion: 1.3 }, 'Put it in quotes'],
  ])('a mistake in its properties: %j', (properties, message) => {
    const { code, stderr } = synth('reviews', properties);
    expect(stderr).toContain('IstioValidation (properties in cdk8s.yaml): ');
    expect(stderr).toContain(message);
    expect(code).toBe(1);
  });
}
