import { App, Chart } from 'cdk8s';

/** An empty chart in namespace `shop`. */
export default function prelude() {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  return { app, chart };
}
