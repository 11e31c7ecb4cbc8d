import { expect, it } from 'vitest';
import type { AnalysisType } from '../model/analysis.ts';
import type { Role } from '../model/permissions.data.ts';
import { ANY_ANALYSIS } from '../model/records.ts';
import { analysesSchema } from './folder-payload.ts';
import { planAnalyses } from './plan-analyses.ts';

const COLLECTION = {
  collectionId: 'c',
  companyId: 'o',
  alias: 'blacklist',
  metaData: {},
  timeCreated: 0,
  timeUpdated: 0,
};

function plan(type: AnalysisType, params: object, role: Role = 'CLIENT') {
  const [analysis] = planAnalyses(analysesSchema.parse([{ type, params }]), {
    folderId: 'f',
    media: [{ mediaId: 'm', fieldName: 'front' }],
    supportedTypes: [type],
    collections: [COLLECTION],
    thresholds: {},
    abTest: undefined,
    asker: { role, mayStart: ANY_ANALYSIS },
    trace: undefined,
    now: 0,
  });
  return analysis?.params;
}

it('hands on what a document is read for, and nothing for a number', () => {
  expect(plan('DOCUMENTS', { capabilities: ['mrz'] })?.documentParts).toEqual(['MRZ']);
  expect(plan('DOCUMENTS', { capabilities: 492 })?.documentParts).toBeUndefined();
  expect(plan('DOCUMENTS', {})?.documentParts).toBeUndefined();
});

it('lets no capture session say from where on a verdict is a refusal', () => {
  expect(plan('COLLECTION', { decision_threshold: 0.9 })?.search).toEqual({
    collectionIds: ['c'],
    threshold: 0.9,
  });
  const evasive = [
    () => plan('COLLECTION', { decision_threshold: 1 }, 'CAPTURE SESSION'),
    () => plan('QUALITY', { threshold_spoofing: 1 }, 'CAPTURE SESSION'),
  ];
  for (const ask of evasive) expect(ask).toThrow('may not choose thresholds');
  expect(plan('COLLECTION', { decision_count: 3 }, 'CAPTURE SESSION')?.search?.count).toBe(3);
});
