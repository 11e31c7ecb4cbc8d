import { fileAnswer, jsonAnswer, NO_ANSWER, textAnswer } from './adapter-operation.ts';
import { healthSchema, licenceViewSchema, openapiSchema, readinessSchema } from './operations-views.ts';
import {
  acceptedResponseSchema,
  clientConfigSchema,
  initResponseSchema,
  resultPayloadSchema,
} from './wire.ts';

/*
 * Every address of the adapter, one constant each. `/openapi.json` is generated from them, the SDK and the typed client
 * call by them. The marks tell bundlers that what nobody uses may go: a page holds only the addresses it calls.
 */

export const loaderOperation = get('plugin_liveness.php', textAnswer('text/javascript'));
export const pluginFileOperation = get('plugin/{file}', fileAnswer('application/octet-stream'));
export const configOperation = get('config.php', jsonAnswer(clientConfigSchema));
export const initOperation = post('init.php', 200, jsonAnswer(initResponseSchema));
export const requestOperation = withToken(post('request.php', 202, jsonAnswer(acceptedResponseSchema)));
export const resultOperation = withToken(get('result.php', jsonAnswer(resultPayloadSchema)));
export const bestShotOperation = withToken(get('best-shot.php', fileAnswer('image/jpeg')));
export const telemetryOperation = post('tm.php', 204, NO_ANSWER);
export const debugOperation = get('debug.php', textAnswer('text/html'));
export const licenceOperation = get('license', jsonAnswer(licenceViewSchema));
export const healthOperation = get('healthz', jsonAnswer(healthSchema));
/** 503 says what is missing, in the same words. */
export const readinessOperation = operation({
  method: 'GET',
  path: 'readyz',
  statuses: [200, 503],
  answer: jsonAnswer(readinessSchema),
});
export const metricsOperation = get('metrics', textAnswer('text/plain'));
export const openapiOperation = get('openapi.json', jsonAnswer(openapiSchema));

/* @__NO_SIDE_EFFECTS__ */
function get<A>(path: string, answer: A) {
  return operation({ method: 'GET', path, statuses: [200], answer });
}

/* @__NO_SIDE_EFFECTS__ */
function post<A>(path: string, status: number, answer: A) {
  return operation({ method: 'POST', path, statuses: [status], answer });
}

interface Given<M, A> {
  readonly method: M;
  readonly path: string;
  readonly statuses: readonly number[];
  readonly answer: A;
}

/* @__NO_SIDE_EFFECTS__ */
function operation<const M extends 'GET' | 'POST', A>(given: Given<M, A>) {
  return { ...given, auth: false };
}

/* @__NO_SIDE_EFFECTS__ */
function withToken<O>(open: O) {
  return { ...open, auth: true };
}
