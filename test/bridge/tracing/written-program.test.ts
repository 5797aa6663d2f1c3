import 'cdk8s-istio/jest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  Access,
  CanaryRelease,
  GatewayWorkload,
  HttpMatch,
  IngressedService,
  IngressTls,
  Injection,
  IstioChecks,
  Mesh,
  MeshNamespace,
} from 'cdk8s-istio';

/* The tests of an app as people write them, word for word, below an app for them. */

const outdir = mkdtempSync(path.join(tmpdir(), 'written-program-'));
afterAll(() => {
  jest.restoreAllMocks();
  rmSync(outdir, { recursive: true, force: true });
});

const app = new App({ outdir });
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
new MeshNamespace(chart, 'Namespace', { injection: Injection.sidecar() });

const workload = (name: string, labels: Record<string, string>): kplus.Deployment => {
  const made = new kplus.Deployment(chart, name, {
    metadata: { name },
    podMetadata: { labels },
    select: false,
    serviceAccount: new kplus.ServiceAccount(chart, `${name}-account`, { metadata: { name } }),
    containers: [{ image: `${name}:1`, portNumber: 9080, securityContext: { user: 1000 } }],
  });
  made.select(kplus.LabelSelector.of({ labels }));
  return made;
};
const service = (name: string): kplus.Service => {
  const made = new kplus.Service(chart, `${name}-service`, {
    metadata: { name },
    ports: [{ name: 'http', port: 80, targetPort: 9080 }],
  });
  made.selectLabel('app', name);
  return made;
};

const productpagePods = workload('productpage-v1', { app: 'productpage', version: 'v1' });
const productpage = service('productpage');
const ratings = workload('ratings-v1', { app: 'ratings', version: 'v1' });
service('ratings');
const details = workload('details-v1', { app: 'details', version: 'v1' });
service('details');
Access.allow(chart, 'ToDetails', { from: [productpagePods], to: details });
Access.allow(chart, 'ToProductpage', { from: [GatewayWorkload.istioIngress()], to: productpagePods });
new IngressedService(chart, 'Productpage', {
  service: productpage,
  hosts: ['bookinfo.example.com'],
  tls: IngressTls.credential('bookinfo-cert'),
});
const reviews = new CanaryRelease(chart, 'Reviews', {
  service: service('reviews'),
  stable: workload('reviews-v1', { app: 'reviews', version: 'v1' }),
  canary: workload('reviews-v2', { app: 'reviews', version: 'v2' }),
  split: 20,
  alwaysCanary: [HttpMatch.header('x-canary', 'always')],
});

// Notes are for whoever runs it.
jest.spyOn(process.stderr, 'write').mockReturnValue(true);

// prettier-ignore
IstioChecks.on(app);
// prettier-ignore
app.synth(); // throws once, with every finding

// prettier-ignore
test('testers see the canary, a fifth of the others too', () => {
  const mesh = Mesh.of(chart);
  expect(mesh.get('https://bookinfo.example.com/productpage')).toReach(productpage);
  expect(mesh.from(productpage).get('http://reviews/', { headers: { 'x-canary': 'always' } })).toReach(reviews.canary);
  expect(mesh.from(productpage).get('http://reviews/')).toSplit({ [reviews.stable.name]: 80, [reviews.canary.name]: 20 });
  expect(mesh.from(ratings).get('http://details/')).toBeDenied();
});
