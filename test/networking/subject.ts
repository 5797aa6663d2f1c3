import { ApiObject, Chart, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import { Problems } from '../../lib/core/problems';
import type { Value } from '../../lib/core/value';

/** A chart in namespace `shop`. */
export function chart(namespace: string | undefined = 'shop'): Chart {
  return new Chart(Testing.app(), 'test', { namespace });
}

/** What a value class writes where everything is right. */
export function written(value: unknown, scope: Construct = chart()): unknown {
  const problems = new Problems();
  const json = (value as Value)._toJson(problems, scope);
  expect(problems.list).toEqual([]);
  return json;
}

/** What a value class has to say against itself. */
export function refusal(value: unknown, scope: Construct = chart()): string[] {
  const problems = new Problems();
  (value as Value)._toJson(problems, scope);
  return problems.list.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`));
}

/** The spec as it is in the manifest. */
export function specOf(resource: Construct): unknown {
  return (ApiObject.of(resource).toJson() as { spec: unknown }).spec;
}

/** The lines of the error that is thrown: a heading, and one line for each problem. */
export function thrown(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    return (error as Error).message.split('\n').map((line) => line.trim());
  }
  return ['nothing was thrown'];
}

/** The problems of the error that is thrown, without its heading. */
export function problemsOf(run: () => unknown): string[] {
  return thrown(run).slice(1);
}
