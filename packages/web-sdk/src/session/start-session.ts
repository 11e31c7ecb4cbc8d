import type { InitRequest } from '@presence/protocol';
import { createCaptureKey } from '../container/client-key.ts';
import { startContainer } from '../container/container-client.ts';
import type { OpenOptions } from '../model/capture-options.ts';
import { withSession } from '../upload/adapter-link.ts';
import { assetUrl } from './asset-urls.ts';
import type { Attempt, Challenged } from './attempt.ts';
import { spawnWorker } from './spawn-worker.ts';

/** A key made for this capture, the challenge bound to it, and the worker that will seal the capture. */
export async function startSession({ context, config, frames, signal }: Attempt): Promise<Challenged> {
  const { options, link, telemetry } = context;
  const key = await createCaptureKey();
  const request = { client_key: key.publicKey, ...initOptions(options) };
  const init = await context.openSession(request, signal);
  context.onSession(init.event_session_id);
  context.view.setSession({ eventSessionId: init.event_session_id, endsInMs: init.expires_in * 1000 });
  telemetry.identify(init.event_session_id, init.session_token);
  telemetry.note('session.started', { actions: init.challenge.actions.join(' ') });
  // A worker that starts after the end would never hear of it.
  signal.throwIfAborted();
  const container = startContainer({
    privateKey: key.privateKey,
    maxFramesPerAction: init.limits.max_frames_per_action,
    lossless: config.save_lossless_frame,
    movieMaker: config.video_file_format === 'mov' ? assetUrl(link.baseUrl, config.assets.movie_maker) : null,
    maxFileBytes: init.limits.max_file_bytes,
    signal,
    // Not beside the detector, which a person waits for.
    when: frames.faceSeen,
    spawn: () => spawnWorker(assetUrl(link.baseUrl, config.assets.container_worker)),
  });
  return { link: withSession(link, init.event_session_id, init.session_token), init, container };
}

/** What of `open()`'s argument goes to the adapter; absent keys stay absent. */
function initOptions(options: OpenOptions): Omit<InitRequest, 'client_key'> {
  const { lang, action, meta, params, token, session_token } = options;
  return {
    ...(lang === undefined ? {} : { lang }),
    ...(action === undefined || action === null ? {} : { action: [...action] }),
    ...(meta === undefined ? {} : { meta: { ...meta } }),
    ...(params?.extract_best_shot === undefined
      ? {}
      : { params: { extract_best_shot: params.extract_best_shot } }),
    ...(token === undefined ? {} : { token }),
    ...(session_token === undefined ? {} : { session_token }),
  };
}
