import type * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { AppVersionProps, HealthCheck } from '../meshed-app';
import { MeshedApp } from '../meshed-app';

/** Where the calls go, as the services want it in their environment. */
const PRODUCT_CATALOG = { PRODUCT_CATALOG_SERVICE_ADDR: 'productcatalogservice:3550' };
const CURRENCY = { CURRENCY_SERVICE_ADDR: 'currencyservice:7000' };
const CART = { CART_SERVICE_ADDR: 'cartservice:7070' };
const SHIPPING = { SHIPPING_SERVICE_ADDR: 'shippingservice:50051' };

const NO_PROFILER = { DISABLE_PROFILER: '1' };

const SMALL: Pick<AppVersionProps, 'cpu' | 'memory'> = {
  cpu: { request: 100, limit: 200 },
  memory: { request: 64, limit: 128 },
};

interface ServiceOptions extends Partial<AppVersionProps> {
  readonly app: string;
  readonly port: number;
  readonly containerPort?: number;
  /** @default grpc */
  readonly portName?: string;
  /** @default grpc */
  readonly health?: HealthCheck;
}

/** The Online Boutique demo (once called Hipster Shop): ten services and a Redis, the frontend in two versions. */
export class OnlineBoutiqueWorkloads extends Construct {
  /** Both versions of the frontend, port 80. */
  public readonly frontend: kplus.Service;
  /** `version: "1.0"` */
  public readonly frontend10: kplus.Deployment;
  /** `version: "1.1"` */
  public readonly frontend11: kplus.Deployment;
  public readonly adservice: kplus.Service;
  public readonly cartservice: kplus.Service;
  public readonly checkoutservice: kplus.Service;
  public readonly currencyservice: kplus.Service;
  public readonly emailservice: kplus.Service;
  public readonly paymentservice: kplus.Service;
  public readonly productcatalogservice: kplus.Service;
  public readonly recommendationservice: kplus.Service;
  public readonly redisCart: kplus.Service;
  public readonly shippingservice: kplus.Service;

  constructor(scope: Construct, id: string) {
    super(scope, id);

    const frontend = new MeshedApp(this, 'Frontend', {
      app: 'frontend',
      portName: 'http',
      port: 80,
      containerPort: 8080,
      health: { httpGet: '/_healthz' },
    });
    this.frontend = frontend.service;
    this.frontend10 = frontend.addVersion('1.0', frontendContainer('frontend 1.0'));
    this.frontend11 = frontend.addVersion('1.1', frontendContainer('frontend 1.1'));

    this.adservice = this.service('Ad', {
      app: 'adservice',
      port: 9555,
      env: { PORT: '9555' },
      cpu: { request: 200, limit: 300 },
      memory: { request: 180, limit: 300 },
    });
    this.cartservice = this.service('Cart', {
      app: 'cartservice',
      port: 7070,
      env: { REDIS_ADDR: 'redis-cart:6379' },
      cpu: { request: 200, limit: 300 },
    });
    this.checkoutservice = this.service('Checkout', {
      app: 'checkoutservice',
      port: 5050,
      env: {
        PORT: '5050',
        ...PRODUCT_CATALOG,
        ...SHIPPING,
        PAYMENT_SERVICE_ADDR: 'paymentservice:50051',
        EMAIL_SERVICE_ADDR: 'emailservice:5000',
        ...CURRENCY,
        ...CART,
      },
    });
    this.currencyservice = this.service('Currency', {
      app: 'currencyservice',
      port: 7000,
      env: { PORT: '7000', ...NO_PROFILER },
    });
    this.emailservice = this.service('Email', {
      app: 'emailservice',
      port: 5000,
      containerPort: 8080,
      env: { PORT: '8080', ...NO_PROFILER },
    });
    this.paymentservice = this.service('Payment', {
      app: 'paymentservice',
      port: 50051,
      env: { PORT: '50051', ...NO_PROFILER },
    });
    this.productcatalogservice = this.service('ProductCatalog', {
      app: 'productcatalogservice',
      port: 3550,
      env: { PORT: '3550', ...NO_PROFILER },
    });
    this.recommendationservice = this.service('Recommendation', {
      app: 'recommendationservice',
      port: 8080,
      env: { PORT: '8080', ...PRODUCT_CATALOG, ...NO_PROFILER },
      memory: { request: 220, limit: 450 },
    });
    this.redisCart = this.service('RedisCart', {
      app: 'redis-cart',
      portName: 'tcp-redis',
      port: 6379,
      health: 'tcp',
      image: 'docker.io/library/redis:8.10.2-alpine',
      cpu: { request: 70, limit: 125 },
      memory: { request: 200, limit: 256 },
      scratch: ['/data'],
    });
    this.shippingservice = this.service('Shipping', {
      app: 'shippingservice',
      port: 50051,
      env: { PORT: '50051', ...NO_PROFILER },
    });
  }

  /** A service with a single version, v1. */
  private service(id: string, options: ServiceOptions): kplus.Service {
    const { app, port, containerPort, portName = 'grpc', health = 'grpc', ...version } = options;
    const meshed = new MeshedApp(this, id, { app, port, containerPort, portName, health });
    meshed.addVersion('v1', { name: app, image: image(app), ...SMALL, user: 1000, ...version });
    return meshed.service;
  }
}

/** Both versions run the same image; the banner at the top of every page tells them apart. */
function frontendContainer(banner: string): AppVersionProps {
  return {
    image: image('frontend'),
    env: {
      PORT: '8080',
      ...PRODUCT_CATALOG,
      ...CURRENCY,
      ...CART,
      RECOMMENDATION_SERVICE_ADDR: 'recommendationservice:8080',
      ...SHIPPING,
      CHECKOUT_SERVICE_ADDR: 'checkoutservice:5050',
      AD_SERVICE_ADDR: 'adservice:9555',
      // The frontend does not start without this address, and calls it only when the assistant is switched on.
      SHOPPING_ASSISTANT_SERVICE_ADDR: 'shoppingassistantservice:80',
      ENABLE_PROFILER: '0',
      ENV_PLATFORM: 'local',
      FRONTEND_MESSAGE: banner,
    },
    user: 1000,
    ...SMALL,
  };
}

function image(service: string): string {
  return `us-central1-docker.pkg.dev/online-boutique-ci/microservices-demo/${service}:v0.10.6`;
}
