import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Ran } from './ran';
import { ran } from './ran';

const pods = (name: string, labels: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {matchLabels: ${labels}}
  template: {metadata: {labels: ${labels}}, spec: {serviceAccountName: ${name}, containers: [{name: app, image: app:1}]}}
`;
const STANDING = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Service
metadata: {name: reviews, namespace: shop}
spec: {selector: {app: reviews}, ports: [{name: http, port: 9080}]}
${pods('reviews-v1', '{app: reviews, version: v1}')}${pods('reviews-v2', '{app: reviews, version: v2}')}${pods('web', '{app: web}')}---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: reviews, namespace: shop}
spec: {host: reviews, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: front, namespace: shop}
spec:
  selector: {istio: ingressgateway}
  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com]}]
`;
const routes = (v1: number, front: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, namespace: shop}
spec:
  hosts: [reviews]
  http:
    - route:
        - {destination: {host: reviews, subset: v1}, weight: ${v1}}
        - {destination: {host: reviews, subset: v2}, weight: ${100 - v1}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: front, namespace: shop}
spec:
  hosts: [shop.example.com]
  gateways: [front]
  http:
${front}`;
const API = '    - match: [{uri: {prefix: /api}}]\n      route: [{destination: {host: reviews, subset: v1}}]\n';
const ADMIN = '    - match: [{uri: {prefix: /admin}}]\n      route: [{destination: {host: reviews, subset: v2}}]\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'diff-'));
  write('old/standing.yaml', STANDING);
  write('new/standing.yaml', STANDING);
  write('old/routes.yaml', routes(80, ADMIN + API));
  write('new/routes.yaml', routes(0, API));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function at(name: string): string {
  return path.join(folder, name);
}

function write(name: string, text: string): void {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), text);
}

const diff = (args: string[], stdin?: string): Ran => ran(folder, ['diff', ...args], stdin);

test('what breaks, and what goes elsewhere, each with what decides', () => {
  expect(diff([at('old'), at('new')])).toEqual({
    code: 1,
    error: '',
    out: `1 kind of requests breaks:
  http://shop.example.com/admin*  from outside  shop/reviews-v2 → 404, no rule  was VirtualService shop/front http[0]  old/routes.yaml:18
1 kind of requests goes elsewhere:
  http://reviews.shop:9080/*  from all 3 workloads  shop/reviews-v1 80 %, shop/reviews-v2 20 % → shop/reviews-v2  by VirtualService shop/reviews http[0]  new/routes.yaml:7
`,
  });
});

test('the same set twice', () => {
  expect(diff([at('old'), at('old')])).toEqual({ code: 0, error: '', out: 'Nothing changes for any request.\n' });
});

test.each([
  ['broken', 1, 0],
  ['changed', 1, 1],
  ['none', 0, 0],
])('--fail-on %s', (failOn, there, back) => {
  expect(diff([at('old'), at('new'), '--fail-on', failOn]).code).toBe(there);
  expect(diff([at('new'), at('old'), '--fail-on', failOn]).code).toBe(back);
});
