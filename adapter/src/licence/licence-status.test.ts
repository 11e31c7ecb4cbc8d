import type { Licence } from '@presence/licensing';
import { describe, expect, it } from 'vitest';
import { licencePayload } from './licence-routes.ts';
import { type LicenceEvent, type LicenceState, licenceTransition, UNCOUNTED } from './licence-state.ts';
import { licenceStatus } from './licence-status.ts';

const LICENCE: Licence = {
  license_id: '3a1c2b8e-59c6-4d52-8f53-0d6f6f6f0001',
  client: 'Bank',
  origins: ['https://bank.example'],
  issued_at: '2026-11-22T00:00:00Z',
  expires_at: '2027-11-22T00:00:00Z',
  features: { liveness: true, biometry: false, collection: false },
  limits: { analyses: 1000 },
};
const NEEDED = { liveness: true, biometry: false, collection: false };
const NOW = Date.parse('2026-12-01T00:00:00Z');

const held = (part: Partial<Extract<LicenceState, { kind: 'held' }>> = {}): LicenceState => ({
  kind: 'held',
  licence: LICENCE,
  extraOrigins: [],
  notes: [],
  usage: UNCOUNTED,
  ...part,
});
const used = (analyses: number) => held({ usage: { analyses, faces: null } });

describe('licenceStatus', () => {
  it.each([
    ['valid', held(), NOW, []],
    ['15 days before the end', held(), Date.parse('2027-11-07T00:00:00Z'), []],
    [
      '14 days before the end',
      held(),
      Date.parse('2027-11-08T00:00:00Z'),
      ['The licence expires in 14 days.'],
    ],
    ['16 % left', used(840), NOW, []],
    ['15 % left', used(850), NOW, ['850 of 1000 analyses of the licence are used (85 %).']],
    ['exactly 110 %', used(1100), NOW, ['1100 of 1000 analyses of the licence are used (110 %).']],
    ['a note', held({ notes: ['master'] }), NOW, ['master']],
  ])('%s: valid, with its warnings', (_case, state, now, warnings) => {
    const status = licenceStatus(state, NEEDED, now);
    expect(status).toMatchObject({ kind: 'valid', facts: { warnings } });
    expect(licencePayload(status)).toMatchObject({
      license_status: warnings.length > 0 ? 'warning' : 'ok',
      liveness: true,
      errors: [],
    });
  });

  it.each([
    ['expired', held(), Date.parse('2027-11-22T00:00:01Z'), 'license_expired'],
    ['above 110 %', used(1101), NOW, 'license_limit_exceeded'],
  ])('%s: refused, and nothing is available', (_case, state, now, code) => {
    const status = licenceStatus(state, NEEDED, now);
    expect(status).toMatchObject({ kind: 'refused', code });
    expect(licencePayload(status)).toMatchObject({
      license_status: 'error',
      liveness: false,
      errors: [{ code }],
    });
  });

  it('refuses when the configuration uses a feature the licence lacks, and names it', () => {
    const status = licenceStatus(held(), { ...NEEDED, biometry: true }, NOW);
    expect(status).toMatchObject({
      code: 'license_limit_exceeded',
      message: expect.stringContaining('biometry'),
    });
  });

  it('shows what is left', () => {
    expect(licencePayload(licenceStatus(used(400), NEEDED, NOW))).toMatchObject({
      analyses_limit: 1000,
      liveness_balance: 600,
      faces_limit: null,
      license_period_rest: 356,
    });
  });

  it('says neither client nor origins', () => {
    const text = JSON.stringify(licencePayload(licenceStatus(held(), NEEDED, NOW)));
    expect(text).not.toMatch(/Bank|bank\.example/);
  });

  it('knows nothing while loading', () => {
    expect(licencePayload(licenceStatus({ kind: 'loading' }, NEEDED, NOW))).toMatchObject({
      license_status: 'error',
    });
  });
});

describe('licenceTransition', () => {
  const read: LicenceEvent = { kind: 'read', licence: LICENCE, extraOrigins: [], notes: [] };
  const unreadable: LicenceEvent = { kind: 'unreadable', code: 'license_invalid', message: 'm', detail: 'd' };
  const counted: LicenceEvent = { kind: 'counted', usage: { analyses: 5, faces: 6 } };
  const failed: LicenceEvent = { kind: 'counting-failed' };
  const unusable: LicenceState = { kind: 'unusable', code: 'license_invalid', message: 'm', detail: 'd' };
  const loading: LicenceState = { kind: 'loading' };
  const other: LicenceEvent = {
    ...read,
    licence: { ...LICENCE, license_id: '3a1c2b8e-59c6-4d52-8f53-0d6f6f6f0002' },
  };

  it.each<[string, LicenceState, LicenceEvent, LicenceState]>([
    ['loading + read', loading, read, held()],
    ['loading + unreadable', loading, unreadable, unusable],
    ['loading + counted', loading, counted, loading],
    ['loading + counting-failed', loading, failed, loading],
    ['held + same licence keeps the count', used(7), read, used(7)],
    ['held + another licence forgets it', used(7), other, held({ licence: other.licence })],
    ['held + unreadable', used(7), unreadable, unusable],
    ['held + counted', held(), counted, held({ usage: { analyses: 5, faces: 6 } })],
    ['held + counting-failed', used(7), failed, held()],
    ['unusable + read', unusable, read, held()],
    ['unusable + unreadable', unusable, unreadable, unusable],
    ['unusable + counted', unusable, counted, unusable],
    ['unusable + counting-failed', unusable, failed, unusable],
  ])('%s', (_case, state, event, next) => {
    expect(licenceTransition(state, event)).toEqual(next);
  });
});
