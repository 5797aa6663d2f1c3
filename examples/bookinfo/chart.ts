import { Chart, Duration } from 'cdk8s';
import { CanaryRelease, HttpMatch, IngressedService, IngressTls, Split, Version } from 'cdk8s-istio';
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
      stable: Version.of(reviewsV1),
      canary: Version.of(reviewsV2),
      split: Split.percent(20),
      alwaysCanary: [HttpMatch.header('x-canary', 'always')],
    });
  }
}
