import {
  type ActionRules,
  assetsSchema,
  type ClientConfig,
  chooseActions,
  type InitRequest,
  type InitResponse,
  LIMITS,
} from '@presence/protocol';
import type * as z from 'zod/mini';
import { CaptureError } from '../model/capture-error.ts';
import { staticConfigSchema } from '../model/static-config.ts';
import { ASSET_MANIFEST_FILE, STATIC_CONFIG_FILE } from '../model/static-files.data.ts';
import { type AdapterLink, plainLink } from '../upload/adapter-link.ts';
import { callAdapter } from '../upload/call-adapter.ts';
import type { CaptureServer } from './capture-server.ts';
import { SDK_VERSION } from './sdk-version.ts';

/** Milliseconds a file may take to arrive. */
const FILE_LIMIT_MS = 10_000;
/** Seconds after which a session nobody uploads is over; only its presence matters to what reads it. */
const SESSION_SECONDS = 600;
const NONCE_BYTES = 32;

/**
 * Answers in place of an adapter out of `config.json`, so that a folder of static files is all a page needs to capture
 * (`architecture: capture`). The challenge is drawn in the browser: it steers what is captured and proves nothing.
 */
export function staticServer(): CaptureServer {
  let rules: ActionRules | undefined;
  return {
    takesTelemetry: false,
    loadConfig: async (link, signal) => {
      const [config, assets] = await Promise.all([
        readFile(link, STATIC_CONFIG_FILE, staticConfigSchema, signal),
        readFile(link, ASSET_MANIFEST_FILE, assetsSchema, signal),
      ]);
      rules = config;
      return clientConfig(config, assets);
    },
    openSession: async (_link, request) => localSession(rules, request),
  };
}

async function readFile<T>(
  link: AdapterLink,
  path: string,
  schema: z.ZodMiniType<T>,
  signal: AbortSignal,
): Promise<T> {
  const anything = { parse: (value: unknown) => value };
  const found = await callAdapter(plainLink(link), {
    path,
    schema: anything,
    timeoutMs: FILE_LIMIT_MS,
    signal,
  }).catch((thrown: unknown) => {
    if (!(thrown instanceof CaptureError) || thrown.code !== 'adapter_answer_invalid') throw thrown;
    throw new CaptureError('static_config_invalid', `${link.baseUrl}${path} is missing.`, { cause: thrown });
  });
  const parsed = schema.safeParse(found);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues
    .slice(0, 10)
    .map((issue) => ({ path: issue.path.map(String).join('.'), message: complaint(issue) }));
  throw new CaptureError(
    'static_config_invalid',
    `${link.baseUrl}${path} is not valid: ${issues.map((each) => `${each.path} ${each.message}`.trim()).join('; ')}.`,
    { context: { issues } },
  );
}

/** The small build of zod has no words of its own for most issues. */
function complaint(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `has unknown keys: ${issue.keys.join(', ')}`;
    case 'invalid_type':
      return `must be of type ${issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`;
    default:
      return 'is out of range';
  }
}

function clientConfig(
  config: ReturnType<typeof staticConfigSchema.parse>,
  assets: ClientConfig['assets'],
): ClientConfig {
  return {
    ...config,
    version: SDK_VERSION,
    assets,
    extract_best_shot: false,
    video_file_format: 'zip',
    api_use_token: 'config',
    api_use_session_token: 'api',
    results_polling_interval: 1000,
  };
}

function localSession(rules: ActionRules | undefined, { action }: InitRequest): InitResponse {
  const actions = rules === undefined ? [] : chooseActions(rules, action, randomBelow);
  if (actions.length === 0) {
    throw new CaptureError(
      'action_not_allowed',
      `None of the asked actions is allowed; see video_actions_list and photo_actions_list of ${STATIC_CONFIG_FILE}.`,
      { context: { asked: action ?? [] } },
    );
  }
  return {
    event_session_id: crypto.randomUUID(),
    session_token: '',
    challenge: { nonce: randomText(NONCE_BYTES), actions: [...actions] },
    limits: {
      max_container_bytes: LIMITS.maxContainerBytes,
      max_frames_per_action: LIMITS.maxFramesPerAction,
      max_file_bytes: LIMITS.maxFileBytes,
    },
    expires_at: Math.round(Date.now() / 1000) + SESSION_SECONDS,
    expires_in: SESSION_SECONDS,
  };
}

/** Uniform enough for a handful of gestures: 2^32 is far above `below`. */
function randomBelow(below: number): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % below;
}

function randomText(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return btoa(String.fromCharCode(...random))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
