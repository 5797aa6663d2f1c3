/** A gateway before two versions of a Service, and pods that call. */
export const SHOP = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: front, namespace: shop}
spec:
  selector: {istio: ingressgateway}
  servers:
    - hosts: ["shop.example.com"]
      port: {number: 80, name: http, protocol: HTTP}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: front, namespace: shop}
spec:
  hosts: ["shop.example.com"]
  gateways: [front]
  http:
    - match: [{uri: {exact: /old}}]
      redirect: {uri: /new}
    - match: [{headers: {x-canary: {exact: always}}}]
      route: [{destination: {host: web, subset: v2}}]
    - match: [{uri: {prefix: /shop}}]
      timeout: 5s
      route:
        - {destination: {host: web, subset: v1}, weight: 80}
        - {destination: {host: web, subset: v2}, weight: 20}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: web, namespace: shop}
spec:
  host: web
  subsets:
    - {name: v1, labels: {version: v1}}
    - {name: v2, labels: {version: v2}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
${deployment('web-v1', 'app: web, version: v1')}---
${deployment('web-v2', 'app: web, version: v2')}---
${deployment('client', 'app: client')}`;

/** @param labels as YAML */
export function deployment(name: string, labels: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {matchLabels: {${labels}}}
  template: {metadata: {labels: {${labels}}}, spec: {containers: [{name: a, image: "a:1", ports: [{containerPort: 8080}]}]}}
`;
}
