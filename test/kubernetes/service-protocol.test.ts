import { httpProblem } from '../../lib/kubernetes/service-protocol';

test.each([
  { port: 80 },
  { port: 80, name: 'http' },
  { port: 80, name: 'http-redis' },
  { port: 80, name: 'web', protocol: 'TCP' },
  { port: 80, name: 'grpc-api' },
  { port: 443, name: 'https' },
  { port: 80, name: 'tcp', appProtocol: 'http' },
  { port: 80, appProtocol: 'kubernetes.io/h2c' },
  { port: 80, name: 'constructor' },
  { port: 3306, name: 'http' },
  { port: 443, appProtocol: 'kubernetes.io/wss' },
])('HTTP can be on %j', (port) => {
  expect(httpProblem(port)).toBeUndefined();
});

test.each([
  [{ port: 53, protocol: 'UDP' }, 'port 53 speaks UDP, and HTTP rules need TCP. Write another port.'],
  [
    { port: 6379, name: 'redis' },
    'port 6379 has the name "redis", which Istio takes for Redis, so HTTP rules have no effect on it. If it speaks HTTP, name it "http".',
  ],
  [
    { port: 3306, name: 'mysql-main' },
    'port 3306 has the name "mysql-main", which Istio takes for MySQL, so HTTP rules have no effect on it. If it speaks HTTP, name it "http".',
  ],
  [
    { port: 9000, name: 'tcp-web' },
    'port 9000 has the name "tcp-web", which Istio takes for TCP, so HTTP rules have no effect on it. If it speaks HTTP, name it "http".',
  ],
  [
    { port: 443, name: 'tls' },
    'port 443 has the name "tls", which Istio takes for TLS, so HTTP rules have no effect on it. If it speaks HTTP, name it "http".',
  ],
  [
    { port: 27017, name: 'http', appProtocol: 'mongo' },
    'port 27017 has the appProtocol "mongo", which Istio takes for MongoDB, so HTTP rules have no effect on it. If it speaks HTTP, name it "http".',
  ],
  [
    { port: 9000, name: 'http', appProtocol: 'TCP-raw' },
    'port 9000 has the appProtocol "TCP-raw", which Istio takes for TCP, so HTTP rules have no effect on it. If it speaks HTTP, name it "http".',
  ],
  [
    { port: 3306, name: 'web' },
    'port 3306 does not say its protocol, and Istio assumes TCP for that number, so HTTP rules have no effect on it. If it speaks HTTP, name it "http".',
  ],
])('HTTP cannot be on %j', (port, message) => {
  expect(httpProblem(port)).toBe(message);
});
