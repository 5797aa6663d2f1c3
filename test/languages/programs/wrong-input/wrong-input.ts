import { App, Chart } from 'cdk8s';
import {
  CanaryRelease,
  Destination,
  EgressSniPassthrough,
  IngressedService,
  IstioChecks,
  Mesh,
  ServiceRef,
  Version,
  VirtualService,
  World,
} from 'cdk8s-istio';

/* What people get wrong, and what they read then. The programs of the same name in other languages make the same mistakes. */

const web = ServiceRef.fromName('web', { ports: [{ port: 80 }] });

/** Makes a mistake, and prints what is said of it. */
function attempt(mistake: string, make: (chart: Chart) => void): void {
  const app = new App();
  try {
    make(new Chart(app, 'shop', { namespace: 'shop' }));
    app.synth();
    console.log(`== ${mistake}\nnothing was said`);
  } catch (error) {
    console.log(`== ${mistake}\n${(error as Error).message}`);
  }
}

attempt('two problems of one construct', (chart) => {
  new IngressedService(chart, 'Web', { service: web, port: 8080, hosts: ['https://shop.example.com'] });
});

attempt('empty hosts', (chart) => {
  new IngressedService(chart, 'Web', { service: web, hosts: [] });
});

attempt('a split that is no percentage, and two versions of one name', (chart) => {
  new CanaryRelease(chart, 'Web', {
    service: web,
    stable: Version.labelled('v1', { version: 'v1' }),
    canary: Version.labelled('v1', { version: 'v2' }),
    split: 120,
  });
});

attempt('weights that make 110', (chart) => {
  new VirtualService(chart, 'Web', {
    services: [web],
    http: [
      {
        route: [Destination.service(web, { weight: 80 }), Destination.service('other', { port: 80, weight: 30 })],
      },
    ],
  });
});

attempt('a wildcard without a strategy', (chart) => {
  new EgressSniPassthrough(chart, 'Wikipedia', { hosts: ['*.wikipedia.org'], clients: ['default'] });
});

attempt('a service that is none', (chart) => {
  new IngressedService(chart, 'Web', { service: chart, hosts: ['shop.example.com'] });
});

attempt('checks twice', (chart) => {
  IstioChecks.on(chart);
  IstioChecks.on(chart);
});

attempt('a question without a scheme', (chart) => {
  Mesh.of(chart).get('shop.example.com/cart');
});

attempt('a caller that is not there', (chart) => {
  Mesh.of(chart).from('shop/nobody').get('http://web/');
});

attempt('what the checks find', (chart) => {
  IstioChecks.on(chart, { world: World.CLOSED });
  new VirtualService(chart, 'Route', {
    metadata: { name: 'web' },
    hosts: ['web'],
    http: [{ route: [Destination.host('wbe', { port: 80 })] }],
  });
});
