/** Calls of the engine that no document has. */
export const OUR_CALLS: readonly string[] = [
  'DELETE /api/users/{userId}/sessions',
  'GET /api/media/{mediaId}',
  'DELETE /api/media/{mediaId}',
  'POST /api/analyses/{analysisId}/decision',
  'GET /api/webhooks',
  'POST /api/webhooks',
  'GET /api/webhooks/{webhookId}',
  'PATCH /api/webhooks/{webhookId}',
  'DELETE /api/webhooks/{webhookId}',
  'GET /api/webhooks/{webhookId}/deliveries',
  'POST /api/webhooks/{webhookId}/deliveries',
  'GET /api/webhooks/{webhookId}/deliveries/{deliveryId}',
  'POST /api/webhooks/{webhookId}/deliveries/{deliveryId}',
];
