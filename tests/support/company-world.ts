import { randomBytes, randomUUID } from 'node:crypto';
import { hashToken, newToken } from '../../packages/engine/src/auth/access-token.ts';
import { ANY_ANALYSIS, type UserType } from '../../packages/engine/src/model/records.ts';
import type { Store } from '../../packages/engine/src/model/store.ts';

const TIME = Date.now();
const LIFE_MS = 3_600_000;

/** A company with nothing in it. */
export async function newCompany(store: Store, name: string): Promise<string> {
  const companyId = randomUUID();
  await store.companies.save({ companyId, name, retentionDays: null, metaData: {}, timeCreated: TIME });
  return companyId;
}

/** An account of a type, and a token of it. */
export async function newAccount(
  store: Store,
  userType: UserType,
  companyId: string | null,
  now = Date.now(),
) {
  const userId = randomUUID();
  await store.accounts.create({
    userId,
    companyId,
    userType,
    email: `${userId}@example.org`,
    passwordHash: null,
    firstName: '',
    lastName: '',
    middleName: '',
    mayStart: ANY_ANALYSIS,
    metaData: {},
  });
  return { userId, companyId, userType, token: await newSession(store, userId, now) };
}

export async function newSession(store: Store, userId: string, now = Date.now()): Promise<string> {
  const token = newToken();
  await store.accounts.addSession({
    sessionId: randomUUID(),
    userId,
    accessHash: hashToken(token),
    expireHash: hashToken(newToken()),
    expiresAt: now + LIFE_MS,
    replaces: null,
  });
  return token;
}

/** Ids by the names that paths have for them. */
export type Things = Readonly<Record<string, string>>;

const stem = () => randomBytes(24).toString('base64url');

/** One of everything that belongs to a user and its company. */
export async function newThings(
  store: Store,
  { userId, companyId }: { readonly userId: string; readonly companyId: string },
): Promise<Things> {
  const [folderId, mediaId, analysisId] = [randomUUID(), randomUUID(), randomUUID()];
  const times = { timeCreated: TIME, timeUpdated: TIME };
  await store.folders.create({
    folder: {
      folderId,
      companyId,
      userId,
      metaData: {},
      resolutionStatus: 'FINISHED',
      systemResolution: 'SUCCESS',
      ...times,
    },
    media: [
      {
        mediaId,
        folderId,
        fieldName: 'v',
        kind: 'image',
        originalName: 'v.jpg',
        staticName: `${stem()}.jpg`,
        framesToken: null,
        frameCount: 0,
        bytes: 10,
        sha256: randomBytes(32).toString('hex'),
        tags: [],
        metaData: {},
        ...times,
      },
    ],
    analyses: [
      {
        analysisId,
        folderId,
        type: 'QUALITY',
        state: 'FINISHED',
        resolution: 'SUCCESS',
        sourceMediaIds: [mediaId],
        params: { extractBestShot: false },
        resultsData: null,
        resultsMedia: [],
        errorMessage: null,
        attempts: 1,
        metaData: {},
        ...times,
        timeStarted: TIME,
        timeFinished: TIME,
      },
    ],
  });
  return { userId, companyId, folderId, mediaId, analysisId, ...(await companyThings(store, companyId)) };
}

async function companyThings(store: Store, companyId: string) {
  const [collectionId, personId, imageId] = [randomUUID(), randomUUID(), randomUUID()];
  const times = { timeCreated: TIME, timeUpdated: TIME };
  const person = { personId, collectionId, metaData: {}, ...times };
  await store.collections.create({ collectionId, companyId, alias: collectionId, metaData: {}, ...times });
  await store.collections.addPerson(person, [
    {
      personImageId: imageId,
      personId,
      collectionId,
      originalName: 'p.jpg',
      staticName: `${stem()}.jpg`,
      tags: [],
      timeCreated: TIME,
      template: { model: 'tag-reader 1', embedding: new Float32Array(8) },
    },
  ]);
  const [webhookId, deliveryId] = [randomUUID(), randomUUID()];
  const url = 'https://receiver.invalid/';
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  await store.webhooks.save({
    webhookId,
    companyId,
    url,
    secret,
    events: ['folder.finished'],
    active: false,
    ...times,
  });
  await store.webhooks.addDelivery({
    deliveryId,
    webhookId,
    companyId,
    folderId: null,
    analysisId: null,
    url,
    secret,
    event: 'webhook.test',
    body: '{}',
    state: 'DELIVERED',
    attempts: 1,
    nextAt: TIME,
    lastStatus: 200,
    lastError: null,
    timeCreated: TIME,
    timeFinished: TIME,
  });
  const [configId, templateId] = [randomUUID(), randomUUID()];
  await store.companyItems.create({
    itemId: configId,
    companyId,
    kind: 'ab testing',
    name: configId,
    body: { active: false, variants: [{ name: 'b', share: 50, thresholds: { spoofing: 0.4 } }] },
    ...times,
  });
  await store.companyItems.create({
    itemId: templateId,
    companyId,
    kind: 'report template',
    name: templateId,
    body: { format: 'csv', columns: null, filters: {}, days: null },
    ...times,
  });
  return { collectionId, personId, imageId, webhookId, deliveryId, configId, templateId };
}
