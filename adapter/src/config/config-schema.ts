import * as z from 'zod';
import { DOCUMENTED_KEYS } from './documented-keys.ts';
import { OWN_KEYS } from './own-keys.ts';

/** Every key of the configuration, wherever it is set. Rules between keys are in cross-checks.ts. */
export const configSchema = z.strictObject({ ...DOCUMENTED_KEYS, ...OWN_KEYS });

export type ParsedConfig = z.output<typeof configSchema>;
export type SchemaKey = keyof ParsedConfig;
