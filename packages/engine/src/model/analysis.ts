import type { FaceGallery } from './face-gallery.ts';
import type { FaceTemplate } from './face-template.ts';
import type { FrameMemory } from './frame-memory.ts';

/** What the API side of the engine and its analysis pipeline agree on. */

/** Oz analysis types; only those an `Analyser` lists as supported are accepted. */
export type AnalysisType = 'QUALITY' | 'BIOMETRY' | 'DOCUMENTS' | 'COLLECTION';

/** Final resolution of an analysis: passed, refused, or a system error. */
export type Resolution = 'SUCCESS' | 'DECLINED' | 'FAILED';

export type MediaKind = 'image' | 'shots_set' | 'video';

/** One uploaded file as the pipeline sees it. */
export interface AnalysisMedia {
  readonly mediaId: string;
  readonly kind: MediaKind;
  /** API tags, e.g. `['video_selfie', 'video_selfie_left', 'orientation_portrait']`. */
  readonly tags: readonly string[];
  /** Absolute path of the file on local disk. */
  readonly path: string;
  /** Lower-case hex SHA-256 of the file. */
  readonly sha256: string;
  /** True if the same bytes were uploaded before into another folder. */
  readonly seenBefore: boolean;
  /** `media:meta_data` of the upload: what the client claimed, `additional_info` included. Never trusted. */
  readonly metaData: Readonly<Record<string, unknown>>;
}

/** What a search in collections is asked with. */
export interface CollectionSearch {
  readonly collectionIds: readonly string[];
  /** Confidence from which on a face counts as found, 0..1. Default: the one of the engine. */
  readonly threshold?: number;
  /** How many persons are named at most. Default: the engine's. */
  readonly count?: number;
}

/** Limits a client asks for in place of the engine's, each a confidence from 0 to 1. */
export interface Thresholds {
  readonly spoofing?: number;
  readonly min?: number;
  readonly max?: number;
}

/** What a document is read for: the text in print, or its machine-readable zone. */
export const DOCUMENT_PARTS = ['VISUAL', 'MRZ'] as const;
export type DocumentPart = (typeof DOCUMENT_PARTS)[number];

/** Of which A/B test an analysis is part. */
export interface AbTest {
  readonly configId: string;
  /** Of the test. */
  readonly name: string;
  /** Null: its folder lies outside all shares. */
  readonly variant: string | null;
}

export interface AnalysisParams {
  readonly extractBestShot: boolean;
  readonly thresholds?: Thresholds;
  readonly abTest?: AbTest;
  /** Shared by the analyses that one call asked for. */
  readonly groupId?: string;
  /** Only for DOCUMENTS: what of them is read; absent: everything. */
  readonly documentParts?: readonly DocumentPart[];
  /** Only for COLLECTION. */
  readonly search?: CollectionSearch;
  /** Of the call that asked for it (W3C Trace Context); absent: nobody traces it. */
  readonly traceparent?: string;
}

export interface AnalysisRequest {
  readonly analysisId: string;
  readonly type: AnalysisType;
  readonly media: readonly AnalysisMedia[];
  readonly params: AnalysisParams;
  /** Where the faces of COLLECTION are. */
  readonly gallery?: FaceGallery;
  /** What past captures looked like; absent where nothing is kept. */
  readonly memory?: FrameMemory | undefined;
  /** The adapter's id of the capture, if the folder's metadata names one; for the log only. */
  readonly eventSessionId?: string | undefined;
}

/** What becomes of a picture of a person for a collection. */
export type Enrolment =
  | { readonly kind: 'face'; readonly template: FaceTemplate }
  | { readonly kind: 'refused'; readonly message: string };

/** A best shot to be stored beside the media and linked as `output_images[].original_url`. */
export interface BestShot {
  /** JPEG bytes of the chosen frame, unchanged. */
  readonly jpeg: Uint8Array;
  readonly frameIndex: number;
}

export interface MediaOutcome {
  readonly mediaId: string;
  readonly resolution: Resolution;
  /** `results_data` of this media: `confidence_spoofing` (0..1, attack at >= 0.5), scores per check, reasons. */
  readonly resultsData: Readonly<Record<string, unknown>>;
  readonly bestShot?: BestShot;
  /** The person of a collection that was found. */
  readonly match?: CollectionMatch;
}

export interface CollectionMatch {
  readonly personId: string;
  readonly collectionId: string;
  readonly alias: string;
}

export interface AnalysisOutcome {
  readonly resolution: Resolution;
  /** `results_data` of the whole analysis, or null. */
  readonly resultsData: Readonly<Record<string, unknown>> | null;
  readonly resultsMedia: readonly MediaOutcome[];
  /** Set when `resolution` is FAILED: what is wrong and with which media. */
  readonly errorMessage?: string;
}

/** What an analyser can do, known without its models being loaded. */
export interface AnalyserCard {
  readonly supportedTypes: readonly AnalysisType[];
  /** Whether media may be videos too. */
  readonly readsVideos: boolean;
  /** Versions and hashes of the models in use, for `GET /api/version` and results. */
  describe(): Readonly<Record<string, string>>;
}

/** The analysis pipeline behind the API. Implementations keep inference off the event loop. */
export interface Analyser extends AnalyserCard {
  /** Never rejects for bad media: that is an outcome. Rejects with AbortError when the signal fires. */
  analyse(request: AnalysisRequest, signal: AbortSignal): Promise<AnalysisOutcome>;
  /** The face of a person for a collection. Rejects as `analyse` does. */
  enrol(media: AnalysisMedia, signal: AbortSignal): Promise<Enrolment>;
  /** Has every step of inference told, for the metrics; a step is the name of what was done to one frame. */
  watch?(listener: (step: string, seconds: number) => void): void;
  close(): Promise<void>;
}
