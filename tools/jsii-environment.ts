const MAJOR = process.versions.node.split('.')[0];

/**
 * The environment for jsii's commands: without colours, and without the banner about the running Node release, which is
 * about jsii's own support and would count as a warning here.
 */
export const JSII_ENVIRONMENT: NodeJS.ProcessEnv = {
  ...process.env,
  FORCE_COLOR: '0',
  JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: MAJOR,
  JSII_SILENCE_WARNING_KNOWN_BROKEN_NODE_VERSION: '1',
  JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1',
  JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION: '1',
};
