import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import express, { type RequestHandler, type Response, type Router } from 'express';
import type { AnalysisMedia } from '../model/analysis.ts';
import type { BlobStore } from '../model/blob-store.ts';
import { EngineError } from '../model/engine-error.ts';
import type { FaceTemplate } from '../model/face-template.ts';
import type { Caller } from '../model/principal.ts';
import { parseTemplate, templateBytes } from '../model/template-bytes.ts';
import { ENGINE_VERSION } from '../model/version.data.ts';
import type { ApiContext } from './api-context.ts';
import { endpoint } from './endpoint.ts';
import type { Health } from './health.ts';
import {
  discardFiles,
  isBase64,
  type LiteFile,
  pictureOf,
  receiveFiles,
  receivePicture,
} from './lite-files.ts';
import { requestSignal } from './request-signal.ts';

/** How likely two faces are one person, 0..1, and from where on they count as one. */
export interface FaceMatching {
  confidence(likeness: number): number;
  readonly threshold: number;
}

export type LiteContext = ApiContext & {
  readonly health: () => Promise<Health>;
  readonly matching: FaceMatching;
};

/** `status` of a health call: it works, or not (Oz page "API Lite methods"). */
const WORKS = 0;
const INOPERATIVE = 3;

/**
 * The calls of Oz API Lite: single pictures, no folders, nothing kept. Which names a verdict's fields have is not in the
 * documents at hand; `passed` is what a public client reads, the others are ours.
 */
export function liteRoutes(context: LiteContext): Router {
  const router = express.Router();
  router.use(['/v1/face', '/version'], (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  openCalls(router, context);
  patternCalls(router, context);
  context.secure(router, '/v1/face/liveness/detect', {
    post: async (req, res, caller) => {
      requireRight(caller.mayStart.quality, 'QUALITY');
      const signal = requestSignal(res);
      const file = await receivePicture(req, { ...context, signal });
      res.json(await thenDiscard(context.blobs, [file], judge(context, caller, file, signal)));
    },
  });
  return router;
}

function openCalls(router: Router, { analyser, health }: LiteContext): void {
  endpoint(router, '/version', {
    get: (_req, res) => {
      const models = Object.entries(analyser.describe()).map(([name, version]) => ({ name, version }));
      // One program is both here.
      res.json({ core: ENGINE_VERSION, tfss: ENGINE_VERSION, models });
    },
  });
  const report: RequestHandler = async (_req, res) => {
    const failed = Object.entries((await health()).checks).flatMap(([name, state]) =>
      state === 'ok' ? [] : [name],
    );
    res.json(
      failed.length === 0
        ? { status: WORKS, message: '' }
        : { status: INOPERATIVE, message: `Does not answer: ${failed.join(', ')}.` },
    );
  };
  endpoint(router, '/v1/face/pattern/health', { get: report });
  endpoint(router, '/v1/face/liveness/health', { get: report });
}

function patternCalls(router: Router, context: LiteContext): void {
  const { secure, blobs } = context;
  secure(router, '/v1/face/pattern/extract', {
    post: async (req, res, caller) => {
      requireRight(caller.mayStart.biometry, 'BIOMETRY');
      const signal = requestSignal(res);
      const file = await receivePicture(req, { ...context, signal });
      const template = await thenDiscard(blobs, [file], describe(context, file, signal));
      sendTemplate(res, template, isBase64(req));
    },
  });
  secure(router, '/v1/face/pattern/compare', {
    post: async (req, res, caller) => {
      requireRight(caller.mayStart.biometry, 'BIOMETRY');
      const files = await receiveFiles(req, { ...context, signal: requestSignal(res) });
      const [one, other] = await thenDiscard(
        blobs,
        files,
        Promise.all([templateOf(files[0]), templateOf(files[1])]),
      );
      res.json(verdict(context, one, other));
    },
  });
  secure(router, '/v1/face/pattern/verify', {
    post: async (req, res, caller) => {
      requireRight(caller.mayStart.biometry, 'BIOMETRY');
      const signal = requestSignal(res);
      const files = await receiveFiles(req, { ...context, signal });
      const compared = async () => {
        const { picture, rest } = pictureOf(files);
        const template = await templateOf(rest);
        return verdict(context, await describe(context, picture, signal), template);
      };
      res.json(await thenDiscard(blobs, files, compared()));
    },
  });
}

/** Before the answer is sent, so that whoever has it can rely on nothing being kept. */
function thenDiscard<T>(blobs: BlobStore, files: readonly LiteFile[], work: Promise<T>): Promise<T> {
  return work.finally(() => discardFiles(blobs, files));
}

function requireRight(may: boolean, type: string): void {
  if (!may) throw new EngineError('auth_forbidden', `This account may not start ${type} analyses.`);
}

function sendTemplate(res: Response, template: FaceTemplate, asBase64: boolean): void {
  const bytes = templateBytes(template);
  res.type('application/octet-stream');
  if (asBase64) res.set('Content-Transfer-Encoding', 'base64');
  res.send(asBase64 ? Buffer.from(bytes.toString('base64')) : bytes);
}

async function templateOf({ label, staged }: LiteFile): Promise<FaceTemplate> {
  return parseTemplate(await readFile(staged.path), label);
}

function mediaOf({ staged }: LiteFile): AnalysisMedia {
  const { path, sha256 } = staged;
  return { mediaId: randomUUID(), kind: 'image', tags: [], path, sha256, seenBefore: false, metaData: {} };
}

async function describe(
  { queue, analyser }: LiteContext,
  file: LiteFile,
  signal: AbortSignal,
): Promise<FaceTemplate> {
  const found = await queue.runNow((stop) => analyser.enrol(mediaOf(file), stop), signal);
  if (found.kind === 'face') return found.template;
  throw new EngineError('invalid_value', `${file.label} gives no face template: ${found.message}`);
}

function verdict({ matching }: LiteContext, one: FaceTemplate, other: FaceTemplate) {
  if (one.model !== other.model || one.embedding.length !== other.embedding.length)
    throw new EngineError(
      'invalid_value',
      'The templates are of different models and cannot be compared. Extract both with this engine.',
    );
  const likeness = one.embedding.reduce((sum, value, at) => sum + value * (other.embedding[at] ?? 0), 0);
  const score = matching.confidence(likeness);
  return { score, decision: score >= matching.threshold ? 'approved' : 'declined' };
}

/** A QUALITY analysis of one picture, counted as one. */
async function judge(context: LiteContext, caller: Caller, file: LiteFile, signal: AbortSignal) {
  const { queue, analyser, observer, store, now } = context;
  const type = 'QUALITY';
  const started = now();
  observer.received(type);
  const params = { extractBestShot: false };
  const request = { analysisId: randomUUID(), type, media: [mediaOf(file)], params } as const;
  const outcome = await queue.runNow((stop) => analyser.analyse(request, stop), signal);
  const { resolution, errorMessage } = outcome;
  const time = now();
  observer.finished(type, resolution, (time - started) / 1000);
  const { companyId, userId } = caller;
  const milliseconds = time - started;
  await store.statistics.count({ companyId, userId, type, resolution, milliseconds, time });
  if (resolution === 'FAILED')
    throw new EngineError('invalid_value', `${file.label} cannot be judged: ${errorMessage ?? 'no result'}`);
  const { confidence_spoofing: score = null, reasons = [] } = outcome.resultsMedia[0]?.resultsData ?? {};
  return { score, passed: resolution === 'SUCCESS', reasons };
}
