import 'cdk8s-istio/jest';
import { App } from 'cdk8s';
import { Mesh } from 'cdk8s-istio';
import { BookinfoChart } from '../../examples/bookinfo/chart';

const mesh = Mesh.of(new BookinfoChart(new App()));
const inMesh = mesh.from('bookinfo/ratings-v1');
const REVIEWS = 'http://reviews:9080/reviews/0';

test('browsers come to the product page by HTTPS', () => {
  const trace = mesh.get('https://bookinfo.example.com/productpage');
  expect(trace).toReach('bookinfo/productpage-v1');
  expect(trace.outcomes).toMatchObject([{ seen: { tls: 'mesh' } }]);
  expect(mesh.get('https://bookinfo.example.com/static/bootstrap.css')).toReach('bookinfo/productpage-v1');
});

test('plain HTTP is sent to HTTPS', () => {
  expect(mesh.get('http://bookinfo.example.com/productpage')).toRedirectTo(
    'https://bookinfo.example.com/productpage',
    301,
  );
});

test('the gateway serves one host', () => {
  expect(mesh.get('http://other.example.com/productpage')).toRespond(404);
  expect(mesh.get('https://bookinfo.example.com/', { headers: { host: 'other.example.com' } })).toRespond(404);
  expect(mesh.get('https://other.example.com/')).toFail('NoFilterChain');
});

test('reviews is split, and v3 gets nothing', () => {
  const trace = inMesh.get(REVIEWS);
  expect(trace).toSplit({ v1: 80, v2: 20 });
  expect(trace.shareOf('bookinfo/reviews-v3')).toBe(0);
});

test('whoever sends x-canary: always gets v2, by any name of the Service', () => {
  for (const host of ['reviews', 'reviews.bookinfo', 'reviews.bookinfo.svc.cluster.local']) {
    const url = `http://${host}:9080/reviews/0`;
    expect(inMesh.get(url, { headers: { 'x-canary': 'always' } })).toReach('bookinfo/reviews-v2');
    expect(inMesh.get(url, { headers: { 'x-canary': 'never' } })).toSplit({ v1: 80, v2: 20 });
  }
});

test('every application answers the one that asks it', () => {
  expect(mesh.from('bookinfo/productpage-v1').get('http://details:9080/details/0')).toReach('bookinfo/details-v1');
  expect(mesh.from('bookinfo/reviews-v2').get('http://ratings:9080/ratings/0')).toReach('bookinfo/ratings-v1');
});
