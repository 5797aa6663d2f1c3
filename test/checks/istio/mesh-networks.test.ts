import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import { said } from './findings';

const networks = (registry: string, name: string = 'istio'): Manifest => ({
  ...manifest('ConfigMap', `istio-system/${name}`),
  data: { meshNetworks: `networks: {north: {endpoints: [{fromCidr: 10.0.0.0/8}, {fromRegistry: ${registry}}]}}` },
});

test('where the cluster is named, and which clusters there are', () => {
  expect(said('IST0126', [networks('west')], { otherClusters: [{ name: 'east', manifests: [] }] })).toMatchObject([
    {
      where: 'warning ConfigMap istio-system/istio data.meshNetworks',
      message: expect.stringMatching(
        /^networks.north.endpoints\[1\] takes the workloads of the cluster "west", and no/,
      ),
      fix: 'Write the name of a cluster (Kubernetes, External, east), or make its Secret with istioctl create-remote-secret --name west.',
    },
  ]);
});

test('a name that is nearly right', () => {
  expect(said('IST0126', [networks('kubernetes')], { world: 'closed' })).toMatchObject([
    { where: expect.stringMatching(/^error /), fix: 'Write fromRegistry: Kubernetes.' },
  ]);
});

test('clusters that the settings know, and this one', () => {
  const context = { clusterName: 'west', otherClusters: [{ name: 'east', manifests: [] }] };
  expect(['west', 'east'].flatMap((name) => said('IST0126', [networks(name)], context))).toEqual([]);
});

test('the ConfigMap of a revision', () => {
  expect(said('IST0126', [networks('west', 'istio-canary')])).toHaveLength(1);
  expect(said('IST0126', [networks('west', 'istiod')])).toEqual([]);
});

test.each(['[', 'a', 'networks: []', 'networks: {north: {endpoints: [null, {fromRegistry: 1}]}}'])(
  'a text that is none: %s',
  (text) => {
    expect(said('IST0126', [{ ...networks(''), data: { meshNetworks: text } }])).toEqual([]);
  },
);
