import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { INJECTED, manifest, namespace, workload } from '../../manifests';
import { testCases, textsOf } from '../found';

const INJECT = 'sidecar.istio.io/inject';
const MODE = 'istio.io/dataplane-mode';

interface Pods {
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly own?: Record<string, string>;
  readonly spec?: object;
}

const pods = ({ labels = {}, annotations, own = {}, spec }: Pods = {}, kind = 'Deployment'): Manifest =>
  workload('app/web', { labels: { app: 'web', ...labels }, annotations, spec }, { labels: own }, kind);

describe('namespaces', () => {
  testCases('CDI031', [
    ...['true', 'yes', 'on', 'Enabled', 'enable', 'True', 'sidecar', ''].map((value) => ({
      name: `istio-injection: "${value}"`,
      manifests: [namespace('app', { 'istio-injection': value })],
      finds: ['CDI0310 warning Namespace app metadata.labels.istio-injection'],
    })),
    ...['false', 'no', 'off', 'none', 'Disabled'].map((value) => ({
      name: `istio-injection: "${value}"`,
      manifests: [namespace('app', { 'istio-injection': value })],
      finds: ['CDI0310 info Namespace app metadata.labels.istio-injection'],
    })),
    ...['enabled', 'disabled'].map((value) => ({
      name: `istio-injection: ${value}`,
      manifests: [namespace('app', { 'istio-injection': value })],
      finds: [],
    })),
    ...['enabled', 'true', 'sidecar', 'ztunnel', 'Ambient'].map((value) => ({
      name: `${MODE}: ${value}`,
      manifests: [namespace('app', { [MODE]: value })],
      finds: [`CDI0310 warning Namespace app metadata.labels.${MODE}`],
    })),
    ...['ambient', 'none'].map((value) => ({
      name: `${MODE}: ${value}`,
      manifests: [namespace('app', { [MODE]: value })],
      finds: [],
    })),
    ...['istio-injection', 'istio.io/rev', MODE].flatMap((key) => [
      {
        name: `${key} as an annotation`,
        manifests: [namespace('app', {}, { [key]: 'enabled' })],
        finds: [`CDI0311 warning Namespace app metadata.annotations.${key}`],
      },
      {
        name: `${key} as an annotation besides the label`,
        manifests: [namespace('app', INJECTED, { [key]: 'enabled' })],
        finds: [],
      },
    ]),
    {
      name: `${INJECT}: "true" on a namespace`,
      manifests: [namespace('app', { [INJECT]: 'true' })],
      finds: [`CDI0311 warning Namespace app metadata.labels.${INJECT}`],
    },
    {
      name: `${INJECT}: "false" on a namespace of the mesh`,
      manifests: [namespace('app', { ...INJECTED, [INJECT]: 'false' })],
      finds: [`CDI0311 warning Namespace app metadata.labels.${INJECT}`],
    },
    {
      name: `${INJECT}: "true" on a namespace of the mesh`,
      manifests: [namespace('app', { ...INJECTED, [INJECT]: 'true' })],
      finds: [],
    },
    {
      name: `${INJECT}: "false" on a namespace outside the mesh`,
      manifests: [namespace('app', { [INJECT]: 'false' })],
      finds: [],
    },
  ]);
});

const OUTSIDE = namespace('app');
const INSIDE = namespace('app', INJECTED);
const DISABLED = namespace('app', { 'istio-injection': 'disabled' });
const LABEL = `spec.template.metadata.labels.${INJECT}`;
const ANNOTATION = `spec.template.metadata.annotations.${INJECT}`;

describe('pods', () => {
  testCases('CDI031', [
    ...['enabled', 'yes', 'True', 'TRUE'].flatMap((value) => [
      {
        name: `${INJECT}: "${value}" outside the mesh`,
        manifests: [OUTSIDE, pods({ labels: { [INJECT]: value } })],
        finds: [`CDI0310 warning Deployment app/web ${LABEL}`],
      },
      {
        name: `${INJECT}: "${value}" in a namespace of the mesh, which decides the same`,
        manifests: [INSIDE, pods({ labels: { [INJECT]: value } })],
        finds: [],
      },
      {
        name: `${INJECT}: "${value}" in an unknown namespace`,
        manifests: [pods({ labels: { [INJECT]: value } })],
        finds: [`CDI0310 warning Deployment app/web ${LABEL}`],
      },
    ]),
    {
      name: `${INJECT}: "disabled" in a namespace of the mesh`,
      manifests: [INSIDE, pods({ labels: { [INJECT]: 'disabled' } })],
      finds: [`CDI0310 warning Deployment app/web ${LABEL}`],
    },
    ...(['Deployment', 'StatefulSet', 'DaemonSet', 'Job'] as const).map((kind) => ({
      name: `the label on the ${kind} itself`,
      manifests: [OUTSIDE, pods({ own: { [INJECT]: 'true' } }, kind)],
      finds: [`CDI0311 warning ${kind} app/web metadata.labels.${INJECT}`],
    })),
    {
      name: 'the label on the Deployment, to refuse a sidecar',
      manifests: [INSIDE, pods({ own: { [INJECT]: 'false' } })],
      finds: [`CDI0311 warning Deployment app/web metadata.labels.${INJECT}`],
    },
    {
      name: 'the label on the Deployment and on its pods',
      manifests: [OUTSIDE, pods({ own: { [INJECT]: 'true' }, labels: { [INJECT]: 'true' } })],
      finds: [],
    },
    {
      name: 'the label on the Deployment, where the namespace decides the same',
      manifests: [INSIDE, pods({ own: { [INJECT]: 'true' } })],
      finds: [],
    },
    {
      name: 'istio-injection on pods',
      manifests: [OUTSIDE, pods({ labels: { 'istio-injection': 'enabled' } })],
      finds: ['CDI0311 warning Deployment app/web spec.template.metadata.labels.istio-injection'],
    },
    {
      name: 'istio-injection in annotations of pods',
      manifests: [OUTSIDE, pods({ annotations: { 'istio-injection': 'enabled' } })],
      finds: ['CDI0311 warning Deployment app/web spec.template.metadata.annotations.istio-injection'],
    },
    {
      name: 'the annotation outside the mesh',
      manifests: [OUTSIDE, pods({ annotations: { [INJECT]: 'true' } })],
      finds: [`CDI0311 warning Deployment app/web ${ANNOTATION}`],
    },
    {
      name: 'the annotation in an unknown namespace',
      manifests: [pods({ annotations: { [INJECT]: 'true' } })],
      finds: [`CDI0311 info Deployment app/web ${ANNOTATION}`],
    },
    {
      name: 'the annotation in a namespace of the mesh',
      manifests: [INSIDE, pods({ annotations: { [INJECT]: 'true' } })],
      finds: [],
    },
    {
      name: 'the annotation that refuses a sidecar, which is read',
      manifests: [INSIDE, pods({ annotations: { [INJECT]: 'false' } })],
      finds: [],
    },
    {
      name: 'label and annotation that differ',
      manifests: [INSIDE, pods({ labels: { [INJECT]: 'true' }, annotations: { [INJECT]: 'false' } })],
      finds: [`CDI0312 warning Deployment app/web ${ANNOTATION}`],
    },
    {
      name: 'label and annotation that agree',
      manifests: [OUTSIDE, pods({ labels: { [INJECT]: 'true' }, annotations: { [INJECT]: 'true' } })],
      finds: [],
    },
    {
      name: 'pods that ask for a sidecar in a namespace that refuses them',
      manifests: [DISABLED, pods({ labels: { [INJECT]: 'true' } })],
      finds: [`CDI0312 warning Deployment app/web ${LABEL}`],
    },
    {
      name: 'pods in the network of the node',
      manifests: [INSIDE, pods({ labels: { [INJECT]: 'true' }, spec: { hostNetwork: true } })],
      finds: [`CDI0312 warning Deployment app/web ${LABEL}`],
    },
    {
      name: 'pods in the network of the node that ask for nothing',
      manifests: [INSIDE, pods({ spec: { hostNetwork: true } })],
      finds: [],
    },
    { name: 'pods that ask for a sidecar', manifests: [OUTSIDE, pods({ labels: { [INJECT]: 'true' } })], finds: [] },
    { name: 'pods that refuse one', manifests: [INSIDE, pods({ labels: { [INJECT]: 'false' } })], finds: [] },
    { name: 'pods that say nothing', manifests: [OUTSIDE, pods({})], finds: [] },
    {
      name: 'a label without quotes',
      manifests: [INSIDE, pods({ labels: { [INJECT]: true as never } })],
      finds: [`CDI0310 error Deployment app/web ${LABEL}`],
    },
    {
      name: 'the proxy of a gateway, which other checks look at',
      manifests: [
        DISABLED,
        pods({ labels: { [INJECT]: 'true' }, spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] } }),
      ],
      finds: [],
    },
    {
      name: 'a single Pod',
      manifests: [OUTSIDE, manifest('Pod', 'app/web', { containers: [] }, { annotations: { [INJECT]: 'true' } })],
      finds: [],
    },
  ]);
});

test.each<[Manifest[], string, string]>([
  [
    [namespace('app', { 'istio-injection': 'true', 'istio.io/rev': 'canary' })],
    'istio-injection is "true", and the injector only reads "enabled": pods of namespace app get no sidecar, and istio.io/rev is ignored beside it.',
    'Write istio-injection: enabled.',
  ],
  [
    [namespace('app', { [MODE]: 'sidecar' })],
    'istio.io/dataplane-mode is "sidecar", and Istio only reads "ambient" and "none": the label has no effect.',
    'Write istio.io/dataplane-mode: ambient; for sidecars write istio-injection: enabled instead.',
  ],
  [
    [OUTSIDE, pods({ labels: { [INJECT]: 'yes' } })],
    'sidecar.istio.io/inject is "yes", and the injector only reads "true" and "false": the namespace decides, and the pods get no sidecar.',
    'Write sidecar.istio.io/inject: "true", in quotes.',
  ],
  [
    [OUTSIDE, pods({ labels: { [INJECT]: true as never } })],
    'sidecar.istio.io/inject is true without quotes, which is not a string: the API server rejects the Deployment.',
    'Write sidecar.istio.io/inject: "true", in quotes.',
  ],
  [
    [OUTSIDE, pods({ own: { [INJECT]: 'true' } })],
    'The injector does not read sidecar.istio.io/inject in the labels of the Deployment itself: the pods get no sidecar.',
    'Write the label sidecar.istio.io/inject: "true" in spec.template.metadata.labels.',
  ],
  [
    [OUTSIDE, pods({ annotations: { [INJECT]: 'true' } })],
    'As an annotation, sidecar.istio.io/inject: "true" does not put pods into the mesh: the injector is asked only about pods with the label, or in a labelled namespace. The pods get no sidecar.',
    'Write it as a label: sidecar.istio.io/inject: "true" in spec.template.metadata.labels.',
  ],
  [
    [DISABLED, pods({ labels: { [INJECT]: 'true' } })],
    'The pods ask for a sidecar, but namespace app has istio-injection: disabled, so the injector is not asked about its pods: they get none.',
    'Remove istio-injection from the Namespace; then pods with this label get a sidecar, and no others do.',
  ],
  [
    [INSIDE, pods({ labels: { [INJECT]: 'true' }, annotations: { [INJECT]: 'false' } })],
    'The annotation says "false" and the label "true". The label decides: the pods get a sidecar.',
    'Remove the annotation, and write the label sidecar.istio.io/inject: "false" if that is meant.',
  ],
])('it says what the pods get: %#', (manifests, message, fix) => {
  expect(textsOf('CDI031', manifests)).toEqual([[message, fix]]);
});

test('a namespace with a revision that is disabled', () => {
  const both = namespace('app', { 'istio-injection': 'disabled', 'istio.io/rev': 'canary' });
  expect(textsOf('CDI0312', [both, pods()])).toEqual([
    [
      'The Namespace asks for sidecars of revision canary, but also has istio-injection: disabled, which comes first: pods of namespace app get none.',
      'Remove istio-injection, or istio.io/rev if no sidecars are meant.',
    ],
  ]);
  expect(textsOf('CDI0312', [namespace('app', { 'istio.io/rev': 'canary' }), pods()])).toEqual([]);
  expect(textsOf('CDI0312', [DISABLED, pods()])).toEqual([]);
});

test('an annotation that should keep pods out, with another value than "false"', () => {
  const texts = (value: string, around = INSIDE): [string, string][] =>
    textsOf('CDI0310', [around, pods({ annotations: { [INJECT]: value } })]);
  expect(texts('no')).toEqual([
    [
      'sidecar.istio.io/inject is "no", and the injector only reads "true" and "false": the namespace decides, and the pods get a sidecar.',
      'Write the label sidecar.istio.io/inject: "false", in quotes, in spec.template.metadata.labels.',
    ],
  ]);
  expect(texts('disabled')).toHaveLength(1);
  expect(texts('false')).toEqual([]);
  expect(texts('yes')).toEqual([]);
  expect(texts('no', OUTSIDE)).toEqual([]);
});
