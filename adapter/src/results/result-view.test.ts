import { describe, expect, it } from 'vitest';
import type { Session, SessionState } from '../model/session.ts';
import { resultView, type ViewConfig } from './result-view.ts';

const raw = { folder_id: 'f', results_media: [] };
const record = { id: 'a', name: 'quality', raw };
const retry = { attempts: 0, nextAttemptAt: 0, lastCode: null };
const accepted: SessionState = { kind: 'accepted', acceptedAt: 1, retry };
const analysing: SessionState = {
  kind: 'analysing',
  acceptedAt: 1,
  folderId: 'f',
  startedAt: 1,
  retry,
  analyses: [{ ...record, state: 'processing', resolution: '' }],
};
const finished: SessionState = {
  kind: 'finished',
  acceptedAt: 1,
  finishedAt: 2,
  folderId: 'f',
  analyses: [{ ...record, state: 'finished', resolution: 'success' }],
};

function view(mode: ViewConfig['result_mode'], state: SessionState) {
  const session: Session = {
    version: 1,
    id: '3f2b8a52-3c6f-4f0b-9a56-0d2f6a0c6c11',
    origin: 'https://shop.example',
    createdAt: 0,
    uploadUntil: 1,
    deliverUntil: 2,
    nonce: 'n'.repeat(43),
    actions: ['video_selfie_left'],
    clientKey: { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) },
    traceparent: null,
    meta: {},
    extractBestShot: true,
    clientToken: null,
    backendSessionToken: null,
    refusedUploads: 0,
    state,
  };
  const analyses = { quality: true, biometry: true, documents: true };
  return resultView(session, { result_mode: mode, analyses, collection_ids: [] });
}

const PROCESSING = { quality: { state: 'processing', resolution: '' } };
const SUCCESS = { quality: { state: 'finished', resolution: 'success' } };

describe('resultView', () => {
  it('safe shows the state alone', () => {
    expect(view('safe', accepted)).toEqual({ state: 'processing' });
    expect(view('safe', analysing)).toEqual({ state: 'processing' });
    expect(view('safe', finished)).toEqual({ state: 'finished' });
  });

  it('status shows each analysis', () => {
    expect(view('status', accepted)).toEqual({ state: 'processing', analyses: PROCESSING });
    expect(view('status', analysing)).toEqual({ state: 'processing', analyses: PROCESSING });
    expect(view('status', finished)).toEqual({ state: 'finished', analyses: SUCCESS });
  });

  it('folder adds the folder once it exists', () => {
    expect(view('folder', accepted)).toEqual({ state: 'processing', analyses: PROCESSING });
    expect(view('folder', analysing)).toEqual({ state: 'processing', folder_id: 'f', analyses: PROCESSING });
    expect(view('folder', finished)).toEqual({ state: 'finished', folder_id: 'f', analyses: SUCCESS });
  });

  it('full is status while processing, everything once finished', () => {
    expect(view('full', analysing)).toEqual({ state: 'processing', analyses: PROCESSING });
    expect(view('full', finished)).toEqual({
      state: 'finished',
      folder_id: 'f',
      analyses: { quality: { state: 'finished', resolution: 'success', result_json: raw } },
    });
  });

  it('throws the error of a session that failed', () => {
    const failed: SessionState = {
      kind: 'failed',
      failedAt: 1,
      code: 'backend_rejected',
      message: 'no',
      context: { status: 400 },
    };
    expect(() => view('safe', failed)).toThrowError(
      expect.objectContaining({ code: 'backend_rejected', context: { status: 400 } }),
    );
  });
});
