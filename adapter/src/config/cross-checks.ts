import { readResultCodes } from '../model/result-codes.ts';
import type { ParsedConfig, SchemaKey } from './config-schema.ts';

export interface Finding {
  readonly key: SchemaKey;
  /** Other keys it was found by. */
  readonly beside?: readonly SchemaKey[];
  readonly text: string;
}

/** Rules between keys: what cannot work is a problem, what is unwise or without effect a warning. */
export function crossCheck(config: ParsedConfig): {
  readonly problems: readonly Finding[];
  readonly warnings: readonly Finding[];
} {
  return { problems: [...contradictions(config)], warnings: [...unwise(config)] };
}

function* contradictions(config: ParsedConfig): Generator<Finding> {
  if (config.cors_origins.includes('*') && config.cors_origins.length > 1)
    yield { key: 'cors_origins', text: 'holds "*" beside other origins. Keep either "*" or the list.' };
  if (config.video_actions_list.length + config.photo_actions_list.length === 0)
    yield {
      key: 'video_actions_list',
      beside: ['photo_actions_list'],
      text: 'and photo_actions_list are both empty: nothing may be captured.',
    };
  for (const action of config.video_required_actions_list)
    if (!config.video_actions_list.includes(action))
      yield {
        key: 'video_required_actions_list',
        beside: ['video_actions_list'],
        text: `requires ${action}, which video_actions_list does not allow.`,
      };
  if (config.actions_default.video_count > config.video_actions_list.length)
    yield {
      key: 'actions_default',
      beside: ['video_actions_list'],
      text: 'has a video_count larger than video_actions_list.',
    };
  if (!config.lang_allow.includes(config.lang_default))
    yield {
      key: 'lang_default',
      beside: ['lang_allow'],
      text: `is ${config.lang_default}, which lang_allow does not hold.`,
    };
  if ((config.api_email === null) !== (config.api_password === null))
    yield {
      key: config.api_email === null ? 'api_email' : 'api_password',
      beside: ['api_email', 'api_password'],
      text: 'is missing. A login needs both api_email and api_password.',
    };
  if (config.license_mail_to.length > 0 && config.smtp_url === null)
    yield {
      key: 'license_mail_to',
      beside: ['smtp_url'],
      text: 'needs smtp_url, the mail server to send through.',
    };
  if (config.smtp_url !== null && !hasScheme(config.smtp_url, /^smtps?:$/))
    yield { key: 'smtp_url', text: 'must be an address such as smtps://user:password@mail.example:465.' };
  if (config.redis_url !== null && !hasScheme(config.redis_url, /^rediss?:$/))
    yield { key: 'redis_url', text: 'must be an address such as redis://:password@redis.example:6379/0.' };
  if (!hasHeaders(config.otel_headers ?? ''))
    yield { key: 'otel_headers', text: 'must be a list such as name=value,name=value, percent-encoded.' };
  if (!('default_default' in config.get_user_media_timeout))
    yield {
      key: 'get_user_media_timeout',
      text: 'has no default_default, which holds for all other browsers.',
    };
  if (config.session_lifetime_seconds > config.delete_old_sessions_offset_minutes * 60)
    yield {
      key: 'session_lifetime_seconds',
      beside: ['delete_old_sessions_offset_minutes'],
      text: 'is longer than delete_old_sessions_offset_minutes: sessions would be deleted while in use.',
    };
}

function* unwise(config: ParsedConfig): Generator<Finding> {
  const exposed = !['127.0.0.1', 'localhost', '::1'].includes(config.host);
  if (config.cors_origins.includes('*'))
    yield { key: 'cors_origins', text: 'is "*": every site may use this adapter. List the origins.' };
  if (exposed && config.debug)
    yield {
      key: 'debug',
      text: 'is true on an address others can reach: /debug.php shows the configuration.',
    };
  if (exposed && config.result_mode !== 'safe')
    yield { key: 'result_mode', text: `is ${config.result_mode}; in production use safe.` };
  if (config.api_token !== null && config.api_email !== null)
    yield { key: 'api_email', text: 'has no effect beside api_token.' };
  if (config.video_file_format === 'mov')
    yield {
      key: 'video_file_format',
      text: 'is mov: pictures are compressed once more and the API has to read videos; zip is safer.',
    };
  if (config.enable_3d_mask && !config.load_3d_mask)
    yield { key: 'enable_3d_mask', text: 'has no effect without load_3d_mask.' };
  for (const code of readResultCodes(config.result_codes).ignored)
    yield { key: 'result_codes', text: `has no annotation for ${code}; write "${code}": "text".` };
}

/** `name=value,…`, values percent-encoded, as OpenTelemetry has it; pairs without a name are left out there. */
function hasHeaders(list: string): boolean {
  return list.split(',').every((pair) => /^[^=]*$|^[^=]*=([^%]|%[0-9a-f]{2})*$/i.test(pair));
}

function hasScheme(text: string, scheme: RegExp): boolean {
  return URL.canParse(text) && scheme.test(new URL(text).protocol);
}
