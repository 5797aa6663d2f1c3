import { Duration, Testing } from 'cdk8s';
import { ReadinessProbe } from '../../lib/networking/readiness-probe';
import { WorkloadGroup } from '../../lib/networking/workload-group';
import { chart, problemsOf, refusal, specOf, written } from './subject';

const make = (props: unknown) => () => new WorkloadGroup(chart(), 'Billing', props as never);

test('the whole object', () => {
  const scope = chart();
  const group = new WorkloadGroup(scope, 'Billing', {
    metadata: { name: 'billing' },
    entryMetadata: { labels: { app: 'billing' }, annotations: { owner: 'web' } },
    template: {
      ports: { http: 8080 },
      network: 'vm-network',
      locality: 'eu-west-1/a',
      weight: 2,
      serviceAccount: 'billing',
    },
    probe: ReadinessProbe.tcp(8080),
  });
  expect(Testing.synth(scope)).toEqual([
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'WorkloadGroup',
      metadata: { name: 'billing', namespace: 'shop' },
      spec: {
        metadata: { labels: { app: 'billing' }, annotations: { owner: 'web' } },
        template: {
          ports: { http: 8080 },
          network: 'vm-network',
          locality: 'eu-west-1/a',
          weight: 2,
          serviceAccount: 'billing',
        },
        probe: { tcpSocket: { port: 8080 } },
      },
    },
  ]);
  expect(group.labels).toEqual({ app: 'billing' });
});

test('a template is always written, as Istio wants it', () => {
  const group = make(undefined)();
  expect(specOf(group)).toEqual({ template: {} });
  expect(group.labels).toEqual({});
});

const timing = {
  initialDelay: Duration.seconds(5),
  timeout: Duration.seconds(2),
  period: Duration.minutes(1),
  successThreshold: 2,
  failureThreshold: 4,
};
const TIMING = {
  initialDelaySeconds: 5,
  timeoutSeconds: 2,
  periodSeconds: 60,
  successThreshold: 2,
  failureThreshold: 4,
};
const httpHeaders = [{ name: 'Host', value: 'shop' }];

test.each([
  [ReadinessProbe.http(8080), { httpGet: { port: 8080 } }],
  [
    ReadinessProbe.http(8080, { path: '/ready', host: '127.0.0.1', scheme: 'HTTPS', httpHeaders, ...timing }),
    { httpGet: { port: 8080, path: '/ready', host: '127.0.0.1', scheme: 'HTTPS', httpHeaders }, ...TIMING },
  ],
  [ReadinessProbe.tcp(8080), { tcpSocket: { port: 8080 } }],
  [
    ReadinessProbe.tcp(8080, { host: '127.0.0.1', ...timing }),
    { tcpSocket: { port: 8080, host: '127.0.0.1' }, ...TIMING },
  ],
  [ReadinessProbe.exec(['/bin/check', '-q']), { exec: { command: ['/bin/check', '-q'] } }],
  [ReadinessProbe.exec(['/bin/check'], timing), { exec: { command: ['/bin/check'] }, ...TIMING }],
])('%j is written', (probe, json) => {
  expect(written(probe)).toEqual(json);
});

test.each([
  [ReadinessProbe.http(0), 'httpGet.port: 0 is not a port number (a whole number, 1 to 65535).'],
  [ReadinessProbe.tcp(70000), 'tcpSocket.port: 70000 is not a port number (a whole number, 1 to 65535).'],
  [ReadinessProbe.exec([]), "exec.command: is empty. Write ['/bin/check', '--ready']."],
  [ReadinessProbe.http(80, { path: 'ready' }), 'httpGet.path: "ready" is not a path. Write "/ready".'],
  [
    ReadinessProbe.http(80, { scheme: 'https' }),
    'httpGet.scheme: "https" is neither "HTTP" nor "HTTPS". Write one of them.',
  ],
  [
    ReadinessProbe.tcp(80, { period: Duration.millis(1500) }),
    'period: 1500ms is not a number of whole seconds. Write Duration.seconds(1) or more.',
  ],
  [
    ReadinessProbe.tcp(80, { failureThreshold: 0 }),
    'failureThreshold: 0 is not a number of probes (a whole number, 1 to 2147483647).',
  ],
  [
    ReadinessProbe.tcp(undefined as never),
    'tcpSocket.port: undefined is not a port number (a whole number, 1 to 65535).',
  ],
  [ReadinessProbe.tcp(80, 5 as never), "5 does not fit here. Write ReadinessProbe.http(8080, { path: '/ready' })."],
  [
    ReadinessProbe.tcp(80, { timeout: 5 as never }),
    'timeout: 5 is not a Duration. Write Duration.seconds(5), with Duration from cdk8s.',
  ],
  [ReadinessProbe.exec('check' as never), "exec.command: \"check\" is not a list. Write ['/bin/check', '--ready']."],
  [ReadinessProbe.exec([5 as never]), "exec.command[0]: 5 is not a non-empty string. Write ['/bin/check', '--ready']."],
  [
    ReadinessProbe.http(80, { httpHeaders: 'a' as never }),
    "httpGet.httpHeaders: \"a\" is not a list. Write [{ name: 'host', value: 'shop' }].",
  ],
  [
    ReadinessProbe.http(80, { httpHeaders: [{ key: 'a' } as never] }),
    'httpGet.httpHeaders[0].key: unknown field of HTTPHeader. It has: name, value.',
  ],
])('%j is rejected', (probe, message) => {
  expect(refusal(probe)).toEqual([message]);
});

test.each([
  [
    'an address in the template',
    { template: { address: '10.0.0.1' } },
    'template.address: is not allowed in a template: Istio sets that of the workload. Omit it.',
  ],
  [
    'labels in the template',
    { template: { labels: {} } },
    'template.labels: are not allowed in a template. Write them in entryMetadata: { labels: { ... } }.',
  ],
  [
    'a port',
    { template: { ports: { http: 0 } } },
    'template.ports.http: 0 is not a port number (a whole number, 1 to 65535).',
  ],
  [
    'JavaScript: props as text',
    'billing',
    '"billing" does not fit here. Write { entryMetadata: { labels: { app: \'billing\' } } }.',
  ],
  [
    'JavaScript: a template as text',
    { template: 'a' },
    'template: "a" does not fit here. Write { serviceAccount: \'billing\', ports: { http: 8080 } }.',
  ],
  [
    'JavaScript: a port as text',
    { template: { ports: { http: '80' } } },
    'template.ports.http: "80" is not a whole number. Write 80 without quotes.',
  ],
  ['JavaScript: labels as text', { entryMetadata: { labels: 'a' } }, 'entryMetadata.labels: "a" is not an object.'],
  [
    'JavaScript: a probe as data',
    { probe: { grpc: { port: 80 } } },
    'probe: {"grpc":{"port":80}} does not fit here. Write ReadinessProbe.http(8080, { path: \'/ready\' }).',
  ],
])('%s is rejected', (_, props, message) => {
  expect(problemsOf(make(props))).toEqual([message]);
});
