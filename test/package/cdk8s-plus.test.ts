import path from 'node:path';
import type { App } from 'cdk8s';
import { SnippetProgram } from '../docs/snippet-program';

/*
 * The library takes what it needs of a Service or a Deployment by its shape, so objects of any cdk8s-plus fit: one app,
 * compiled and run with the oldest and with the newest cdk8s-plus, makes the same manifests.
 */

const PLUS = ['cdk8s-plus-28', 'cdk8s-plus-34'];

const APP = (plus: string): string => `
import { App, Chart } from 'cdk8s';
import { Deployment, Service } from '${plus}';
import { CanaryRelease, Destination, DestinationRule, IngressedService, Split, Version, VirtualService } from 'cdk8s-istio';

export const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

function deployment(version: string): Deployment {
  const labels = { app: 'reviews', version };
  return new Deployment(chart, 'Reviews-' + version, {
    metadata: { name: 'reviews-' + version },
    podMetadata: { labels },
    containers: [{ image: 'example.com/reviews:' + version, portNumber: 9080 }],
  });
}

const reviews = new Service(chart, 'ReviewsService', {
  metadata: { name: 'reviews' },
  ports: [{ name: 'http', port: 80, targetPort: 9080 }],
});
reviews.selectLabel('app', 'reviews');
const ratings = new Service(chart, 'RatingsService', {
  metadata: { name: 'ratings', namespace: 'other' },
  ports: [{ name: 'http', port: 9080 }, { name: 'metrics', port: 9090 }],
});
ratings.selectLabel('app', 'ratings');

const rule = new DestinationRule(chart, 'Ratings', { service: ratings });
const v1 = rule.addSubset('v1', { labels: { version: 'v1' } });
new VirtualService(chart, 'RatingsRoutes', {
  services: [ratings],
  http: [{ route: [Destination.subset(v1, { port: 'http' })] }],
});

const release = new CanaryRelease(chart, 'Reviews', {
  service: reviews,
  stable: Version.of(deployment('v1')),
  canary: Version.of(deployment('v2')),
  split: Split.percent(20),
});
new IngressedService(chart, 'Frontend', { service: release.release, hosts: ['shop.example.com'] });
`;

const programs = PLUS.map((plus) => ({ plus, file: path.join(__dirname, `app-with-${plus}.ts`), text: APP(plus) }));
const compiled = new SnippetProgram(programs);

test.each(programs)('the app compiles with $plus', ({ file }) => {
  expect(compiled.problems(file)).toEqual([]);
});

test('the app makes the same Istio objects with all of them', () => {
  const [first, ...others] = programs.map(({ file }) => istioObjects(file));
  expect(first.length).toBeGreaterThanOrEqual(6);
  for (const other of others) {
    expect(other).toEqual(first);
  }
});

/** The manifests of Istio's kinds; those of Kubernetes are the business of cdk8s-plus. */
function istioObjects(file: string): string[] {
  const { app } = compiled.run(file);
  return (app as App)
    .synthYaml()
    .split(/^---\n/m)
    .filter((manifest) => /^apiVersion: .*istio\.io/m.test(manifest));
}
