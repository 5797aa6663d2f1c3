import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

/** A chart in namespace `shop` with two Deployments, each with a service account of its own, and a Service in front of one. */
export default function prelude() {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const deployment = (name: string, port: number) =>
    new kplus.Deployment(chart, name, {
      metadata: { name },
      podMetadata: { labels: { app: name } },
      select: false,
      serviceAccount: new kplus.ServiceAccount(chart, `${name}-account`, { metadata: { name } }),
      containers: [{ image: `example.com/${name}:1`, ports: [{ number: port }] }],
    });
  const frontend = deployment('frontend', 8080);
  const cart = deployment('cart', 8080);
  for (const each of [frontend, cart]) {
    each.select(kplus.LabelSelector.of({ labels: { app: each.name } }));
  }
  const cartService = new kplus.Service(chart, 'cart-service', {
    metadata: { name: 'cart' },
    selector: kplus.Pods.select(chart, 'cart-pods', { labels: { app: 'cart' } }),
    ports: [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'tcp-admin', port: 9000 },
    ],
  });
  return { app, chart, frontend, cart, cartService };
}
