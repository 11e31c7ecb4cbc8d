import type { Router } from 'express';
import * as z from 'zod';
import type { AbTesting } from '../model/company-items.ts';
import { thresholdsView } from '../model/judge-outcome.ts';
import type { ApiContext } from './api-context.ts';
import { companyItemRoutes, type ItemApi } from './company-item-routes.ts';
import { thresholdFields } from './folder-payload.ts';
import { parseInput } from './parse-input.ts';
import { thresholdsOf } from './thresholds.ts';

const MAX_VARIANTS = 10;

const variantsSchema = z
  .array(
    z.looseObject({
      name: z.string().trim().min(1).max(100),
      share: z.number().min(1).max(100),
      ...thresholdFields,
    }),
  )
  .min(1)
  .max(MAX_VARIANTS)
  .refine((variants) => variants.reduce((sum, { share }) => sum + share, 0) <= 100, {
    error: 'their shares exceed 100 percent',
  })
  .refine((variants) => new Set(variants.map(({ name }) => name)).size === variants.length, {
    error: 'two have the same name',
  });

const newSchema = z.looseObject({ active: z.boolean().optional(), variants: variantsSchema });
const changeSchema = z.looseObject({ active: z.boolean().optional(), variants: variantsSchema.optional() });

const AB_TESTING: ItemApi<'ab testing'> = {
  kind: 'ab testing',
  paths: ['/ab-testings-configs', '/ab-testings-configs/:configId'],
  parameter: 'configId',
  idField: 'ab_testing_config_id',
  read(input, before) {
    const { active, variants } = parseInput(before ? changeSchema : newSchema, input, 'body');
    return {
      active: active ?? before?.active ?? true,
      variants: variants?.map(toVariant) ?? before?.variants ?? [],
    };
  },
  view: ({ active, variants }) => ({
    active,
    variants: variants.map(({ name, share, thresholds }) => ({
      name,
      share,
      ...thresholdsView(thresholds),
    })),
  }),
};

/** `/api/ab-testings-configs`: documented by its name alone; shape and effect are ours. */
export function abTestingRoutes(context: ApiContext): Router {
  return companyItemRoutes(context, AB_TESTING);
}

function toVariant({
  name,
  share,
  ...thresholds
}: z.infer<typeof variantsSchema>[number]): AbTesting['variants'][number] {
  return { name, share, thresholds: thresholdsOf(thresholds) };
}
