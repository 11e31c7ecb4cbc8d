import * as z from 'zod';
import { configSchema, type SchemaKey } from './config-schema.ts';
import { DOCUMENTED_KEYS } from './documented-keys.ts';

const metaSchema = z.looseObject({
  description: z.string().min(1),
  secret: z.boolean().default(false),
  env: z.string().optional(),
  place: z.literal('env').optional(),
  path: z.boolean().default(false),
  unit: z.string().optional(),
});

/** What the loader and the documentation need to know of a key beside its schema. */
export interface KeyInfo {
  readonly key: SchemaKey;
  readonly description: string;
  readonly unit: string | undefined;
  /** Never printed. */
  readonly secret: boolean;
  /** Environment variable that sets it. */
  readonly env: string;
  readonly inFile: boolean;
  /** Made absolute against the working directory. */
  readonly path: boolean;
  readonly documented: boolean;
  readonly kind: 'boolean' | 'number' | 'text' | 'list' | 'object';
  /** As the documentation shows it. */
  readonly type: string;
  readonly defaultValue: unknown;
}

/** All keys in the order of the documentation. */
export function allKeys(): readonly KeyInfo[] {
  const defaults: Readonly<Record<string, unknown>> = configSchema.parse({});
  const jsonSchema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' });
  return configSchema.keyof().options.map((key) => {
    const meta = metaSchema.parse(configSchema.shape[key].meta());
    const shape = shapeSchema.parse(jsonSchema.properties?.[key]);
    return {
      key,
      description: meta.description,
      unit: meta.unit,
      secret: meta.secret,
      env: meta.env ?? `WA_${key.toUpperCase()}`,
      inFile: meta.place === undefined,
      path: meta.path,
      documented: key in DOCUMENTED_KEYS,
      kind: kindOf(shape),
      type: typeText(shape),
      defaultValue: defaults[key],
    };
  });
}

interface Shape {
  readonly type?: string | readonly string[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly items?: Shape | undefined;
  readonly anyOf?: readonly Shape[] | undefined;
}

const shapeSchema: z.ZodType<Shape> = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  get items() {
    return shapeSchema.optional();
  },
  get anyOf() {
    return z.array(shapeSchema).optional();
  },
});

function kindOf(shape: Shape): KeyInfo['kind'] {
  const types = typesOf(shape);
  if (types.includes('boolean')) return 'boolean';
  if (types.includes('number') || types.includes('integer')) return 'number';
  if (types.includes('object')) return 'object';
  if (types.includes('array')) return 'list';
  return 'text';
}

function typesOf(shape: Shape): readonly string[] {
  const own = typeof shape.type === 'string' ? [shape.type] : (shape.type ?? []);
  return [...own, ...(shape.anyOf ?? []).flatMap(typesOf)];
}

function typeText(shape: Shape): string {
  if (shape.enum) return shape.enum.map((value) => `\`${String(value)}\``).join(' \\| ');
  const kind = kindOf(shape);
  return typesOf(shape).includes('null') ? `${kind} or null` : kind;
}
