import { expect, it } from 'vitest';
import { ANY_ANALYSIS } from '../model/records.ts';
import { analysesSchema } from './folder-payload.ts';
import { planAnalyses } from './plan-analyses.ts';

it('hands on what a document is read for, and nothing for a number', () => {
  const plan = (params: object) => {
    const requests = analysesSchema.parse([{ type: 'documents', params }]);
    const [analysis] = planAnalyses(requests, {
      folderId: 'f',
      media: [{ mediaId: 'm', fieldName: 'front' }],
      supportedTypes: ['DOCUMENTS'],
      collections: [],
      thresholds: {},
      abTest: undefined,
      asker: { role: 'CLIENT', mayStart: ANY_ANALYSIS },
      trace: undefined,
      now: 0,
    });
    return analysis?.params.documentParts;
  };
  expect(plan({ capabilities: ['mrz'] })).toEqual(['MRZ']);
  expect(plan({ capabilities: 492 })).toBeUndefined();
  expect(plan({})).toBeUndefined();
});
