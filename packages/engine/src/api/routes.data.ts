import type { Resource, Verb } from '../model/permissions.data.ts';
import type { Method } from './endpoint.ts';

/** What a call does to what; the table of permissions says who may. */
export type Deed = readonly [Resource, Verb];

type Methods = Readonly<Partial<Record<Method, Deed>>>;

/** meta_data of a thing is read by whoever reads the thing and changed by whoever changes it. */
const metaDataOf = (resource: Resource) => {
  const change = [resource, 'update'] as const;
  return { get: [resource, 'read'], post: change, patch: change, delete: change } as const;
};

/** Every call that needs a token; below `/api` but for those of API Lite. `api/secured.ts` registers no other; the docs and a test walk the table. */
export const ROUTES = {
  '/authorize/session_token': { get: ['capture session', 'create'] },
  '/companies': { get: ['company', 'read'], post: ['company', 'create'] },
  '/companies/:companyId': {
    get: ['company', 'read'],
    patch: ['company', 'update'],
    delete: ['company', 'delete'],
  },
  '/users': { get: ['user', 'read'], post: ['user', 'create'] },
  '/users/:userId': { get: ['user', 'read'], patch: ['user', 'update'], delete: ['user', 'delete'] },
  '/users/:userId/sessions': { delete: ['user', 'update'] },
  '/folders': { post: ['folder', 'create'], get: ['folder', 'read'] },
  '/folders/:folderId': { get: ['folder', 'read'], delete: ['folder', 'delete'] },
  '/instant/folders': { post: ['folder', 'create'] },
  '/folders/:folderId/shared_token': { post: ['folder', 'update'], delete: ['folder', 'update'] },
  '/folders/:folderId/media': {
    get: ['media', 'read'],
    post: ['media', 'create'],
    delete: ['media', 'delete'],
  },
  '/media/:mediaId': { get: ['media', 'read'], patch: ['media', 'update'], delete: ['media', 'delete'] },
  '/folders/:folderId/analyses': { get: ['analysis', 'read'], post: ['analysis', 'create'] },
  '/analyses/:analysisId': { get: ['analysis', 'read'] },
  '/analyses/:analysisId/decision': { post: ['decision', 'create'] },
  '/collections': { get: ['collection', 'read'], post: ['collection', 'create'] },
  '/collections/:collectionId': { get: ['collection', 'read'], delete: ['collection', 'delete'] },
  '/collections/:collectionId/persons': { get: ['collection', 'read'], post: ['collection', 'update'] },
  '/collections/:collectionId/persons/:personId': {
    get: ['collection', 'read'],
    delete: ['collection', 'update'],
  },
  '/collections/:collectionId/persons/:personId/images': {
    get: ['collection', 'read'],
    post: ['collection', 'update'],
  },
  '/collections/:collectionId/persons/:personId/images/:imageId': { delete: ['collection', 'update'] },
  '/users/:id/meta_data': metaDataOf('user'),
  '/folders/:id/meta_data': metaDataOf('folder'),
  '/media/:id/meta_data': metaDataOf('media'),
  '/analyses/:id/meta_data': metaDataOf('analysis'),
  '/collections/:id/meta_data': metaDataOf('collection'),
  '/collections/:id/persons/:personId/meta_data': metaDataOf('collection'),
  '/webhooks': { get: ['webhook', 'read'], post: ['webhook', 'create'] },
  '/webhooks/:webhookId': {
    get: ['webhook', 'read'],
    patch: ['webhook', 'update'],
    delete: ['webhook', 'delete'],
  },
  '/webhooks/:webhookId/deliveries': { get: ['webhook', 'read'], post: ['webhook', 'update'] },
  '/webhooks/:webhookId/deliveries/:deliveryId': { get: ['webhook', 'read'], post: ['webhook', 'update'] },
  '/statistics': { get: ['statistics', 'read'] },
  '/reports': { get: ['folder', 'read'] },
  '/report_templates': { get: ['report template', 'read'], post: ['report template', 'create'] },
  '/report_templates/:templateId': {
    get: ['report template', 'read'],
    patch: ['report template', 'update'],
    delete: ['report template', 'delete'],
  },
  '/ab-testings-configs': { get: ['A/B test', 'read'], post: ['A/B test', 'create'] },
  '/ab-testings-configs/:configId': {
    get: ['A/B test', 'read'],
    patch: ['A/B test', 'update'],
    delete: ['A/B test', 'delete'],
  },
  '/event_sessions': { post: ['telemetry', 'create'] },
  '/v1/face/pattern/extract': { post: ['stateless check', 'create'] },
  '/v1/face/pattern/compare': { post: ['stateless check', 'create'] },
  '/v1/face/pattern/verify': { post: ['stateless check', 'create'] },
  '/v1/face/liveness/detect': { post: ['stateless check', 'create'] },
} as const satisfies Readonly<Record<string, Methods>>;

export type SecuredPath = keyof typeof ROUTES;

/** Where clients find a path of the table. */
export function addressOf(path: string): string {
  return path.startsWith('/v1/') ? path : `/api${path}`;
}
