import 'cdk8s-istio/jest';
import { App } from 'cdk8s';
import { Mesh } from 'cdk8s-istio';
import { OnlineBoutiqueChart } from '../../examples/online-boutique/chart';

const mesh = Mesh.of(new OnlineBoutiqueChart(new App()));

test('the gateway splits the frontend, on every path', () => {
  for (const path of ['', 'product/1?currency=EUR', 'cart']) {
    expect(mesh.get(`http://jeonj.io/${path}`)).toSplit({ '1-0': 80, '1-1': 20 });
  }
  expect(mesh.get('http://jeonj.io/')).toSplit({ 'frontend-1-0': 80, 'frontend-1-1': 20 });
});

test('callers in the mesh are not split: they get any pod', () => {
  expect(mesh.from('hipster-app/checkoutservice').get('http://frontend/')).toSplit({
    'frontend-1-0': 50,
    'frontend-1-1': 50,
  });
});

test('another host is not served', () => {
  expect(mesh.get('http://other.example.com/')).toRespond(404);
});

describe('every Service answers who asks it, in the protocol of its name', () => {
  test.each([
    ['frontend-1-0', 'adservice', 9555],
    ['frontend-1-1', 'cartservice', 7070],
    ['frontend-1-0', 'checkoutservice', 5050],
    ['frontend-1-0', 'currencyservice', 7000],
    ['checkoutservice', 'emailservice', 5000],
    ['checkoutservice', 'paymentservice', 50051],
    ['frontend-1-0', 'productcatalogservice', 3550],
    ['frontend-1-0', 'recommendationservice', 8080],
    ['checkoutservice', 'shippingservice', 50051],
  ])('%s asks %s:%i by gRPC', (caller, service, port) => {
    const trace = mesh.from(`hipster-app/${caller}`).request(`grpc://${service}:${port}/hipstershop.Service/Call`);
    expect(trace).toReach(`hipster-app/${service}`);
  });

  test('cartservice asks redis-cart by TCP', () => {
    const trace = mesh.from('hipster-app/cartservice').request('tcp://redis-cart:6379');
    expect(trace).toReach('hipster-app/redis-cart');
    expect(trace.outcomes).toMatchObject([{ port: 6379, seen: { tls: 'mesh' } }]);
  });
});
