// The same as checked_charts.py, with the compiled package, as Python has it.
const { App, Chart } = require('cdk8s');
const { IngressedService, IstioChecks, ServiceRef } = require('../../dist/lib');

const app = new App();
IstioChecks.on(app);
for (let i = 0; i < Number(process.argv[2]); i++) {
  new IngressedService(new Chart(app, `shop${i}`, { namespace: `shop${i}` }), 'Web', {
    service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
    hosts: [`shop${i}.example.com`],
  });
}
app.synth();
