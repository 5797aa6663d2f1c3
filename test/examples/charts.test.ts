import { Testing, Yaml } from 'cdk8s';
import { EXAMPLE_CHARTS } from './example-charts';

describe.each(Object.entries(EXAMPLE_CHARTS))('the example %s', (name, ExampleChart) => {
  const synth = () => {
    const chart = new ExampleChart(Testing.app());
    expect(chart.node.id).toBe(name);
    return Yaml.stringify(...(Testing.synth(chart) as unknown[]));
  };

  test('makes these manifests', () => {
    expect(synth()).toMatchSnapshot();
  });

  test('makes the same bytes each time', () => {
    expect(synth()).toBe(synth());
  });
});
