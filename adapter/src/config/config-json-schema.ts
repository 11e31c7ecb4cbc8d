import * as z from 'zod';
import { configSchema } from './config-schema.ts';
import { allKeys } from './key-info.ts';

/** What `meta` holds for the loader and the documentation; editors need none of it. */
const OWN_META = ['secret', 'env', 'place', 'path', 'unit'];

/** docs/app_config.schema.json: the JSON Schema of `app_config.json`, by which editors complete and check the file. */
export function configJsonSchema(): Record<string, unknown> {
  const whole = z.toJSONSchema(configSchema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      for (const name of OWN_META) Reflect.deleteProperty(jsonSchema, name);
    },
  });
  const properties = allKeys()
    .filter(({ inFile }) => inFile)
    .map(({ key }) => [key, whole.properties?.[key]] as const);
  return {
    $schema: whole.$schema,
    title: 'app_config.json of the Web Adapter',
    type: 'object',
    additionalProperties: false,
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(properties) },
  };
}
