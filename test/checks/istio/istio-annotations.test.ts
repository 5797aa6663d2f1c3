import { istioAnnotations } from '../../../lib/checks/istio/istio-annotations';
import { proxyConfigProblem } from '../../../lib/checks/istio/annotations/proxy-config';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { namespace, service, workload } from '../../manifests';
import { reports, said } from './said';

const annotated = (name: string, value: string = 'x'): Manifest =>
  workload('shop/web', { annotations: { [name]: value } });
const fixes = (...manifests: Manifest[]): string[] => reports(istioAnnotations, manifests).map(({ fix }) => fix);

test('the place is the annotation, where it stands', () => {
  const both = workload('shop/web', { annotations: { 'a.istio.io/b': '' } }, { annotations: { 'a.istio.io/c': '' } });
  expect(said(istioAnnotations, [both])).toEqual([
    'IST0108 Deployment web metadata.annotations["a.istio.io/c"]',
    'IST0108 Deployment web spec.template.metadata.annotations["a.istio.io/b"]',
  ]);
});

test.each([
  ['sidecar.istio.io/proxyCpu', 'Write sidecar.istio.io/proxyCPU.'],
  ['istio.io/dataplane-mode', 'istio.io/dataplane-mode is a label: move it to the labels.'],
  [
    'x.istio.io/somethingElseAltogether',
    'Remove it, or correct its name: https://istio.io/latest/docs/reference/config/annotations/ has them all.',
  ],
  ['networking.istio.io/exportTos', 'networking.istio.io/exportTo has a similar name; Istio reads it on Service.'],
])('what to write instead of %s', (name, fix) => {
  expect(fixes(annotated(name))).toEqual([fix]);
});

test('where to move what is misplaced', () => {
  const ofPods = { 'sidecar.istio.io/proxyImage': 'x' };
  expect(fixes(workload('shop/web', {}, { annotations: ofPods }))).toEqual([
    'Move it to spec.template.metadata.annotations.',
  ]);
  expect(fixes(service('shop/web', [], {}, { annotations: ofPods }))).toEqual([
    'Move it to the pod template of the workload, spec.template.metadata.annotations of its Deployment.',
  ]);
  expect(fixes(annotated('networking.istio.io/exportTo'))).toEqual([
    'Move it to the metadata.annotations of the Service, or remove it.',
  ]);
  expect(fixes(namespace('shop', {}, { 'sidecar.istio.io/inject': 'true' }))).toContain(
    'For a whole namespace, write the label istio-injection: enabled or disabled.',
  );
});

test('a deprecated one names its replacement', () => {
  expect(fixes(annotated('traffic.sidecar.istio.io/kubevirtInterfaces', 'eth0'))).toEqual([
    'Write istio.io/reroute-virtual-interfaces.',
  ]);
});

test.each([
  [
    'proxyMetadata: {A: true}',
    'proxyMetadata.A is true, which cannot be read.',
    'proxyMetadata.A must be text, so write it in quotes.',
  ],
  ['concurrency: two', 'concurrency is "two", which cannot be read.', 'concurrency must be a whole number.'],
  [
    'interceptionMode: x',
    'interceptionMode is "x", which cannot be read.',
    'interceptionMode must be one of REDIRECT, TPROXY, NONE.',
  ],
  ['text', 'It is "text", which cannot be read.', 'It must be a map.'],
  ['statusPort: 0', 'statusPort is 0.', 'Write a port from 1 to 65535.'],
])('proxy.istio.io/config: %s', (text, message, fix) => {
  expect(proxyConfigProblem(text)).toEqual({ message, fix });
});

test('proxy.istio.io/config that is not YAML', () => {
  expect(proxyConfigProblem('{')?.message).toMatch(/^It is not YAML: /);
});
