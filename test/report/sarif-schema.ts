/** The parts of the schema of SARIF 2.1.0 that reports use; nothing else is allowed in them. */
const text = { type: 'string' };
const message = {
  type: 'object',
  properties: { text, markdown: text },
  required: ['text'],
  additionalProperties: false,
};
const level = { enum: ['none', 'note', 'warning', 'error'] };
const positive = { type: 'integer', minimum: 1 };

function closed(properties: Record<string, unknown>, required: string[]): object {
  return { type: 'object', properties, required, additionalProperties: false };
}

const physicalLocation = closed(
  {
    artifactLocation: closed({ uri: { type: 'string', pattern: '^[^\\\\\\s]+$' } }, ['uri']),
    region: closed({ startLine: positive, startColumn: positive }, ['startLine']),
  },
  ['artifactLocation'],
);

const rule = closed(
  {
    id: text,
    name: text,
    shortDescription: message,
    fullDescription: message,
    help: message,
    helpUri: { type: 'string', pattern: '^https://' },
    defaultConfiguration: closed({ level }, []),
    properties: closed({ tags: { type: 'array', items: text, uniqueItems: true } }, []),
  },
  ['id'],
);

const logicalLocations = { type: 'array', items: closed({ fullyQualifiedName: text, kind: text }, []) };

const result = closed(
  {
    ruleId: text,
    ruleIndex: { type: 'integer', minimum: 0 },
    level,
    message,
    locations: {
      type: 'array',
      items: closed({ physicalLocation, logicalLocations }, []),
    },
    relatedLocations: {
      type: 'array',
      uniqueItems: true,
      items: closed({ id: { type: 'integer', minimum: 0 }, message, physicalLocation, logicalLocations }, []),
    },
    partialFingerprints: { type: 'object', additionalProperties: text },
    properties: closed({ sameFaultAs: closed({ ruleId: text, object: text, path: text }, ['ruleId']) }, []),
  },
  ['message'],
);

const invocation = closed(
  {
    executionSuccessful: { type: 'boolean' },
    toolExecutionNotifications: {
      type: 'array',
      items: closed({ level, message, locations: { type: 'array', items: closed({ physicalLocation }, []) } }, [
        'message',
      ]),
    },
  },
  ['executionSuccessful'],
);

export const SARIF_SCHEMA = closed(
  {
    $schema: { type: 'string', pattern: '^https://' },
    version: { enum: ['2.1.0'] },
    runs: {
      type: 'array',
      items: closed(
        {
          tool: closed(
            {
              driver: closed(
                { name: text, version: text, informationUri: text, rules: { type: 'array', items: rule } },
                ['name'],
              ),
            },
            ['driver'],
          ),
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          invocations: { type: 'array', items: invocation },
          results: { type: 'array', items: result },
        },
        ['tool'],
      ),
    },
  },
  ['version', 'runs'],
);
