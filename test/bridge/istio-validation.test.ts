import { IstioValidation } from '../../lib';

test('all that is wrong with the properties is said at once, files and names included', () => {
  const properties = {
    wold: 'closed',
    failOn: 'never',
    externals: ['istioIngresGateway', 'missing.yaml', { kind: 'X' }],
    suppress: [{ code: 'IST0101' }],
  };
  let text = '';
  try {
    new IstioValidation(properties as object);
  } catch (error) {
    text = (error as Error).message;
  }
  expect(text).toMatch(/^IstioValidation \(properties in cdk8s\.yaml\): 6 problems\n/);
  for (const field of ['wold', 'failOn', 'externals[0]', 'externals[1]', 'externals[2]', 'suppress[0].reason']) {
    expect(text).toContain(`\n  ${field}: `);
  }
});
