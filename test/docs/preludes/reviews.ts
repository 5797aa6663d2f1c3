import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

/** Service `reviews` in namespace `bookinfo`, with Deployments for v1 and v2 behind it. */
export default function prelude() {
  const app = new App();
  const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
  const reviewsService = new kplus.Service(chart, 'ReviewsService', {
    metadata: { name: 'reviews' },
    ports: [{ name: 'http', port: 9080 }],
  });
  reviewsService.selectLabel('app', 'reviews');
  const [reviewsV1, reviewsV2] = ['v1', 'v2'].map((version) => {
    const deployment = new kplus.Deployment(chart, `Reviews-${version}`, {
      metadata: { name: `reviews-${version}` },
      podMetadata: { labels: { app: 'reviews', version } },
      select: false,
    });
    deployment.select(kplus.LabelSelector.of({ labels: { app: 'reviews', version } }));
    deployment.addContainer({ image: `example.com/reviews:${version}`, portNumber: 9080 });
    return deployment;
  });
  return { app, chart, reviewsService, reviewsV1, reviewsV2 };
}
