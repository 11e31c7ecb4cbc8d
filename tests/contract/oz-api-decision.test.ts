import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOME_COMPANY_ID } from '../../packages/engine/src/model/companies.ts';
import { openSqliteStore } from '../../packages/engine/src/store/sqlite-store.ts';
import { newAccount } from '../support/company-world.ts';
import { form, jpeg, startEngine, type TestEngine } from './oz-api-support.ts';

let engine: TestEngine;
let operator: string;

beforeAll(async () => {
  engine = await startEngine();
  const store = await openSqliteStore(join(engine.dataDir, 'engine', 'engine.db'));
  operator = (await newAccount(store, 'CLIENT OPERATOR', HOME_COMPANY_ID)).token;
  await store.close();
});
afterAll(() => engine.remove());

function upload(payload: object, headers: Record<string, string> = {}) {
  const tags = { a: ['alike_70'], b: ['alike_70'] };
  const body = form({ a: jpeg('a'), b: jpeg('b') }, { 'media:tags': tags, ...payload });
  return engine.call('POST', '/api/folders', {
    body,
    headers,
    ...('X-Forensic-Session-Token' in headers && { token: null }),
  });
}

describe('thresholds', () => {
  it('of the client replace the engine’s, beside analyses or in the parameters of one', async () => {
    const [beside, within] = [
      await upload({ threshold_spoofing: 0.01, analyses: [{ type: 'quality' }] }),
      await upload({ analyses: [{ type: 'quality', params: { threshold_spoofing: 0.01 } }] }),
    ];
    for (const { body } of [beside, within]) {
      expect(body.system_resolution).toBe('DECLINED');
      expect(body.analyses[0].results_data).toEqual({ thresholds: { threshold_spoofing: 0.01 } });
    }
    expect((await upload({ analyses: [{ type: 'quality', params: { threshold_min: 2 } }] })).status).toBe(
      400,
    );
  });

  it('takes the number of capabilities, whose bits nobody documents, for everything', async () => {
    const ask = async (params: object) => (await upload({ analyses: [{ type: 'quality', params }] })).body;
    const [without, within] = [await ask({}), await ask({ capabilities: 492 })];
    expect(within.analyses[0].state).toBe('FINISHED');
    const wrong = { analyses: [{ type: 'quality', params: { capabilities: ['hologram'] } }] };
    expect((await upload(wrong)).body.error_code).toBe(4);
    for (const field of ['resolution', 'results_data'])
      expect(within.analyses[0][field]).toEqual(without.analyses[0][field]);
  });

  it('are not for the holder of a session token', async () => {
    const { body } = await engine.call('GET', '/api/authorize/session_token');
    const headers = { 'X-Forensic-Session-Token': body.session_token };
    const reply = await upload({ threshold_spoofing: 0.9, analyses: [{ type: 'quality' }] }, headers);
    expect([reply.status, reply.body.details.code]).toEqual([403, 'auth_forbidden']);
  });
});

describe('a likeness between two thresholds', () => {
  it('is left to an operator, who decides once', async () => {
    const limits = { threshold_min: 0.5, threshold_max: 0.9 };
    const { body: folder } = await upload({ ...limits, analyses: [{ type: 'biometry' }] });
    expect([folder.resolution_status, folder.system_resolution]).toEqual(['FINISHED', 'OPERATOR_REQUIRED']);
    const path = `/api/analyses/${folder.analyses[0].analysis_id}/decision/`;
    const decide = (json: object, token = operator) => engine.call('POST', path, { token, json });
    expect((await decide({ operator_status: 'success' }, engine.token)).status).toBe(403);
    expect((await decide({ operator_status: 'maybe' })).status).toBe(400);
    const decided = await decide({ operator_status: 'declined', operator_comment: 'another person' });
    expect([decided.status, decided.body]).toEqual([
      201,
      expect.objectContaining({
        resolution_status: 'DECLINED',
        results_data: expect.objectContaining({ operator_comment: 'another person' }),
      }),
    ]);
    const { body } = await engine.call('GET', `/api/folders/${folder.folder_id}`);
    expect(body.system_resolution).toBe('DECLINED');
    expect([folder.operator_status, body.operator_status]).toEqual([null, 'DECLINED']);
    expect(body.operator_comment).toBe('another person');
    expect((await decide({ operator_status: 'success' })).body.details.code).toBe('conflict');
  });
});
