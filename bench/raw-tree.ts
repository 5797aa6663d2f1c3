import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { NAMESPACE, rawClass, rawMaker } from './raw';

type Maker<Scope> = (scope: Scope, id: string) => void;

/**
 * A program that makes the same objects as another with raw code, each where it stands in the tree of constructs of the other: plain
 * constructs hold the places of those that make no object.
 *
 * @param classOf the class of a kind, which is found by default in the imports
 */
export function treeMaker(make: Maker<Chart>, word: string, classOf = rawClass): Maker<Chart> {
  const chart = new Chart(new App(), 'bench', { namespace: NAMESPACE });
  make(chart, word);
  const makers = chart.node.children.map((child) => makerOf(child, word, classOf));
  return (scope, id) => {
    makers.forEach((each) => {
      each(scope, id);
    });
  };
}

function makerOf(construct: Construct, word: string, classOf: typeof rawClass): Maker<Construct> {
  const own = ownMaker(construct, word, classOf);
  const children = construct.node.children.map((child) => makerOf(child, word, classOf));
  return (scope, id) => {
    const made = own(scope, id);
    children.forEach((each) => {
      each(made, id);
    });
  };
}

function ownMaker(
  construct: Construct,
  word: string,
  classOf: typeof rawClass,
): (scope: Construct, id: string) => Construct {
  if (ApiObject.isApiObject(construct)) {
    const raw = rawMaker(
      [construct.toJson() as Parameters<typeof rawMaker>[0][number]],
      word,
      classOf,
    ) as Maker<Construct>;
    // Objects have no constructs within.
    return (scope, id) => {
      raw(scope, id);
      return scope;
    };
  }
  const name = construct.node.id.split(word);
  return (scope, id) => new Construct(scope, name.join(id));
}
