import type * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { AppVersionProps } from '../meshed-app';
import { MeshedApp } from '../meshed-app';

const PORT = 9080;

/** The Bookinfo sample: a product page that asks details and reviews; reviews v2 and v3 ask ratings. */
export class BookinfoWorkloads extends Construct {
  public readonly productpage: kplus.Service;
  public readonly details: kplus.Service;
  public readonly ratings: kplus.Service;
  /** All three versions of reviews. */
  public readonly reviews: kplus.Service;
  public readonly productpageV1: kplus.Deployment;
  public readonly detailsV1: kplus.Deployment;
  public readonly ratingsV1: kplus.Deployment;
  /** No stars. */
  public readonly reviewsV1: kplus.Deployment;
  /** Black stars. */
  public readonly reviewsV2: kplus.Deployment;
  /** Red stars. */
  public readonly reviewsV3: kplus.Deployment;

  constructor(scope: Construct, id: string) {
    super(scope, id);

    const productpage = this.app('Productpage', 'productpage');
    this.productpage = productpage.service;
    this.productpageV1 = productpage.addVersion('v1', {
      ...container('productpage', 'v1'),
      cpu: { request: 100, limit: 500 },
      memory: { request: 256, limit: 1024 },
    });

    const details = this.app('Details', 'details');
    this.details = details.service;
    this.detailsV1 = details.addVersion('v1', container('details', 'v1'));

    const ratings = this.app('Ratings', 'ratings');
    this.ratings = ratings.service;
    this.ratingsV1 = ratings.addVersion('v1', container('ratings', 'v1'));

    const reviews = this.app('Reviews', 'reviews');
    this.reviews = reviews.service;
    [this.reviewsV1, this.reviewsV2, this.reviewsV3] = ['v1', 'v2', 'v3'].map((version) =>
      reviews.addVersion(version, {
        ...container('reviews', version),
        env: { LOG_DIR: '/tmp/logs' },
        cpu: { request: 100, limit: 1000 },
        memory: { request: 256, limit: 1024 },
      }),
    ) as [kplus.Deployment, kplus.Deployment, kplus.Deployment];
  }

  private app(id: string, app: string): MeshedApp {
    return new MeshedApp(this, id, {
      app,
      portName: 'http',
      port: PORT,
      health: { httpGet: '/health' },
      serviceAccount: `bookinfo-${app}`,
    });
  }
}

/** The images name a user that is not root, and some of them write outside /tmp. */
function container(app: string, version: string): AppVersionProps {
  return {
    image: `registry.istio.io/release/examples-bookinfo-${app}-${version}:1.20.3`,
    cpu: { request: 50, limit: 200 },
    memory: { request: 64, limit: 256 },
    scratch: ['/tmp'],
    readOnlyRootFilesystem: false,
  };
}
