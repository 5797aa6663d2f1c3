import { Chart, Duration } from 'cdk8s';
import { CanaryRelease, HttpMatch, IngressedService, IngressTls } from 'cdk8s-istio';
import type { Construct } from 'constructs';
import { MeshedNamespace } from '../meshed-namespace';
import { BookinfoWorkloads } from './workloads';

export class BookinfoChart extends Chart {
  constructor(scope: Construct, id: string = 'bookinfo') {
    super(scope, id, { namespace: 'bookinfo' });
    new MeshedNamespace(this, 'Namespace', 'bookinfo');
    const { productpage, reviews, reviewsV1, reviewsV2 } = new BookinfoWorkloads(this, 'Workloads');

    new IngressedService(this, 'Productpage', {
      service: productpage,
      hosts: ['bookinfo.example.com'],
      tls: IngressTls.credential('bookinfo-example-com', { hsts: Duration.days(365) }),
    });

    new CanaryRelease(this, 'Reviews', {
      service: reviews,
      stable: reviewsV1,
      canary: reviewsV2,
      split: 20,
      alwaysCanary: [HttpMatch.header('x-canary', 'always')],
    });
  }
}
