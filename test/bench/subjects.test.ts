import type { Chart as RawChart } from 'cdk8s';
import { App, Chart } from 'cdk8s';
import * as library from 'cdk8s-istio';
import { manifestsOf, NAMESPACE, plainClass, rawMaker } from '../../bench/raw';
import { treeMaker } from '../../bench/raw-tree';
import { SUBJECTS } from '../../bench/subjects';

const WORD = 'word';

function yaml(make: (chart: RawChart, id: string) => void): string {
  const app = new App();
  const chart = new Chart(app, 'bench', { namespace: NAMESPACE });
  ['a', 'b'].forEach((id) => {
    make(chart, id);
  });
  return app.synthYaml();
}

test.each(SUBJECTS)('$name: the program that it is compared with makes the same objects', (subject) => {
  const raw = rawMaker(manifestsOf(subject, library, WORD), WORD, plainClass);
  const ours = (chart: RawChart, id: string): void => {
    subject.make(library, chart, id);
  };
  expect(yaml(ours)).toBe(yaml(raw));
  const documents = (text: string): string[] => text.split('---\n').sort();
  expect(documents(yaml(treeMaker(ours, WORD, plainClass)))).toEqual(documents(yaml(raw)));
});
