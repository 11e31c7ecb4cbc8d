import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { BESIDE, SAMPLES, VENDOR_SAMPLE } from '../../../tests/support/config-samples.data.ts';
import { ConfigError } from './config-error.ts';
import { configReport, describeConfig } from './describe-config.ts';
import { allKeys } from './key-info.ts';
import { loadConfig } from './load-config.ts';

const FILE = '/site/adapter/app_config.json';

async function load(
  options: { file?: unknown; env?: Record<string, string>; files?: Record<string, string> } = {},
) {
  const files: Record<string, string> = { ...options.files };
  if (options.file !== undefined)
    files[FILE] = typeof options.file === 'string' ? options.file : JSON.stringify(options.file);
  return loadConfig({
    env: options.env ?? {},
    cwd: '/site',
    readFile: async (path) => {
      const text = files[path];
      if (text === undefined) throw new Error('no such file');
      return text;
    },
  });
}

async function problems(options: Parameters<typeof load>[0]): Promise<readonly string[]> {
  const error = await load(options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ConfigError) return error.problems;
  throw new Error(`expected a ConfigError, got ${String(error)}`);
}

describe('loadConfig', () => {
  it('has closed defaults, and says that there is no file', async () => {
    const { config, sources, warnings } = await load();
    expect(config).toMatchObject({
      debug: false,
      result_mode: 'safe',
      cors_origins: [],
      host: '127.0.0.1',
      port: 8080,
      delete_old_sessions_offset_minutes: 120,
      results_polling_interval: 1000,
      analyses: { quality: true, biometry: false, documents: false },
      data_dir: '/site/data',
      api_token_file: '/site/data/service-token',
      license_file: 'license/license.json',
    });
    expect(new Set(Object.values(sources).map((source) => source.kind))).toEqual(new Set(['default']));
    expect(warnings).toEqual([expect.stringContaining('adapter/app_config.json cannot be read')]);
  });

  it("loads the vendor's sample file unchanged, and reports its misspelt key", async () => {
    const { config, warnings } = await load({ file: VENDOR_SAMPLE });
    const { prenit: _misspelt, api_url: _url, ...rest } = VENDOR_SAMPLE;
    expect(config).toMatchObject(rest);
    expect(config.preinit).toBe('off');
    expect(config.api_url).toBe('http://ip-address:8000/api/');
    expect(warnings).toEqual([
      'prenit in adapter/app_config.json is a misspelling of preinit and has no effect. Write preinit.',
    ]);
  });

  it.each(['adapter/app_config.json', 'docs/production-app_config.json'])(
    'accepts the committed %s',
    async (path) => {
      const text = await readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');
      const { config, warnings } = await load({ file: text });
      expect(warnings).toEqual([]);
      expect(config.debug).toBe(path.startsWith('adapter'));
      expect(config.result_mode).toBe(path.startsWith('adapter') ? 'full' : 'safe');
    },
  );

  it('reads files as Windows saves them, and secrets with the line break of an editor', async () => {
    const { config } = await load({
      file: '\uFEFF{\r\n  "debug": true\r\n}\r\n',
      env: { WA_API_TOKEN_FILE: '"token"', WA_API_EMAIL: "'a@b.example'", WA_API_PASSWORD_FILE: 'password' },
      files: { '/site/token': '\uFEFFfrom-secret\r\n', '/site/password': 'pass word "1"\n' },
    });
    expect(config).toMatchObject({
      debug: true,
      api_token: 'from-secret',
      api_email: 'a@b.example',
      api_password: 'pass word "1"',
    });
  });

  it('lets the environment win over the file, and NAME_FILE over both', async () => {
    const { config, sources } = await load({
      file: { api_url: 'http://a:1/api', api_token: 'from-file', debug: true },
      env: { WA_API_URL: 'http://b:2/api/', WA_API_TOKEN: 'from-env', WA_API_TOKEN_FILE: 'secrets/token' },
      files: { '/site/secrets/token': 'from-secret\n' },
    });
    expect(config.api_url).toBe('http://b:2/api/');
    expect(config.api_token).toBe('from-secret');
    expect(sources.api_url).toEqual({ kind: 'env', name: 'WA_API_URL' });
    expect(sources.api_token).toEqual({ kind: 'env-file', name: 'WA_API_TOKEN_FILE', path: 'secrets/token' });
    expect(sources.debug).toEqual({ kind: 'file', path: 'adapter/app_config.json' });
    expect(sources.result_mode).toEqual({ kind: 'default' });
  });

  it('adds the slash that api_url needs', async () => {
    expect((await load({ file: { api_url: 'http://a:1/api' } })).config.api_url).toBe('http://a:1/api/');
  });

  it('reads lists, objects, numbers, booleans and quoted values from the environment', async () => {
    const { config } = await load({
      file: {},
      env: {
        WA_CORS_ORIGINS: '"https://Shop.example, https://bank.example:443"',
        WA_CORS_METHODS: "'GET, POST'",
        WA_VIDEO_ACTIONS_LIST: '["video_selfie_blank"]',
        WA_COLLECTION_IDS: '[]',
        WA_ANALYSES: '{"biometry":true}',
        WA_RESULTS_POLLING_INTERVAL: '500',
        WA_DEBUG: 'True',
        WA_RESULT_MODE: '',
        PORT: '9000',
        HOST: 'localhost',
      },
    });
    expect(config).toMatchObject({
      cors_origins: ['https://shop.example', 'https://bank.example'],
      cors_methods: ['GET', 'POST'],
      video_actions_list: ['video_selfie_blank'],
      collection_ids: [],
      analyses: { quality: true, biometry: true, documents: false },
      results_polling_interval: 500,
      debug: true,
      result_mode: 'safe',
      port: 9000,
    });
  });

  it.each(allKeys().filter(({ inFile }) => inFile))(
    'takes $key from the file rather than the default, from $env rather than the file, and from a named file rather than both',
    async ({ key, env }) => {
      const [inFile, inEnv, expected] = SAMPLES[key] ?? [];
      const beside = BESIDE[key] ?? {};
      const fromFile = await load({ file: { ...beside, [key]: inFile } });
      expect(fromFile.sources[key].kind).toBe('file');
      expect(fromFile.config[key]).toEqual(
        typeof inFile === 'string' ? expect.stringContaining(inFile) : inFile,
      );
      const fromEnv = await load({ file: { ...beside, [key]: inFile }, env: { [env]: `"${inEnv}"` } });
      expect(fromEnv.sources[key]).toEqual({ kind: 'env', name: env });
      expect(fromEnv.config[key]).toEqual(expected ?? inEnv);
      const fromSecret = await load({
        file: beside,
        env: { [env]: `${inEnv}`, [`${env}_FILE`]: '"secret"' },
        files: { '/site/secret': `${typeof inFile === 'string' ? inFile : JSON.stringify(inFile)}\r\n` },
      });
      expect(fromSecret.sources[key]).toEqual({ kind: 'env-file', name: `${env}_FILE`, path: 'secret' });
      expect(fromSecret.config[key]).toEqual(fromFile.config[key]);
      expect((await load({ file: {} })).sources[key].kind).toBe('default');
    },
  );

  it('has a variable for every key', () => {
    const names = allKeys().map((key) => key.env);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('WA_GET_USER_MEDIA_TIMEOUT');
    for (const name of names) expect(name).toMatch(/^((WA|OTEL)_[A-Z0-9_]+|HOST|PORT|PRESENCE_DATA)$/);
  });

  it('reports all problems at once, each with its source', async () => {
    const found = await problems({
      file: { result_mod: 'safe', debug: 'yes', video_actions_list: ['video_selfie_dance'], port: 1 },
      env: { WA_API_ULR: 'x', WA_PREINIT: 'always', PORT: 'http', WA_ANALYSES: '{quality' },
    });
    const all = found.join('\n');
    expect(all).toContain(
      'result_mod in adapter/app_config.json is not a key of this file. Did you mean "result_mode"?',
    );
    expect(all).toContain('port in adapter/app_config.json can be set by the environment variable PORT only');
    expect(all).toContain(
      'WA_API_ULR is not an environment variable of the adapter. Did you mean "WA_API_URL"?',
    );
    expect(all).toMatch(/debug \(adapter\/app_config.json\): .*boolean/);
    expect(all).toMatch(/video_actions_list\.0 \(adapter\/app_config.json\)/);
    expect(all).toMatch(/preinit \(WA_PREINIT\)/);
    expect(all).toContain('PORT must be a number');
    expect(all).toContain('WA_ANALYSES must be valid JSON');
    expect(found).toHaveLength(8);
  });

  it('reports what contradicts itself beside keys of the wrong type, but nothing that a wrong key made up', async () => {
    const found = await problems({
      file: {
        debug: 'yes',
        lang_default: 'fr',
        video_actions_list: 'all',
        actions_default: { video_count: 8 },
      },
    });
    expect(found).toEqual([
      expect.stringMatching(/^video_actions_list .*array/),
      expect.stringMatching(/^debug .*boolean/),
      'lang_default (adapter/app_config.json) is fr, which lang_allow does not hold.',
    ]);
  });

  it.each([
    [{ file: '{"debug": true,}' }, 'not valid JSON (line 1)'],
    [{ file: '{\r\n"debug": true\r\n"port": 1}' }, 'not valid JSON (line 3)'],
    [{ file: ' \n' }, 'is empty. Write {}'],
    [{ file: '\uFFFD\uFFFD{\0"\0' }, 'is not UTF-8 text'],
    [{ file: '[]' }, 'one JSON object'],
    [{ env: { WA_CONFIG_FILE: 'nowhere.json' } }, 'WA_CONFIG_FILE: nowhere.json cannot be read'],
    [{ file: {}, env: { WA_API_TOKEN_FILE: 'nowhere' } }, 'WA_API_TOKEN_FILE: nowhere cannot be read'],
    [{ file: {}, env: { WA_CORS_ORIGINS: '*,https://a.example' } }, '"*" beside other origins'],
    [{ file: {}, env: { WA_CORS_ORIGINS: 'a.example' } }, '"a.example" must be *'],
    [{ file: {}, env: { WA_CORS_ORIGINS: 'https://*.example.com' } }, 'must be *'],
    [
      {
        file: {
          video_actions_list: ['video_selfie_blank'],
          video_required_actions_list: ['video_selfie_left'],
        },
      },
      'does not allow',
    ],
    [{ file: { video_actions_list: [], actions_default: { video_count: 0 } } }, 'nothing may be captured'],
    [{ file: { license_mail_to: ['a@b.example'] } }, 'needs smtp_url'],
    [{ file: { smtp_url: 'http://mail.example' } }, 'smtp_url (adapter/app_config.json) must be'],
    [{ file: { influx_url: 'db:8086' } }, 'must be an http or https address'],
    [{ file: { influx_url: 'http://user:pass@db:8086' } }, 'without user and password'],
    [{ file: { otel_endpoint: 'http://user@collector:4318' } }, 'without user and password'],
    [
      { file: { otel_headers: 'authorization=100%' } },
      'otel_headers (adapter/app_config.json) must be a list',
    ],
    [{ file: { api_token: 'first\nsecond' } }, 'api_token (adapter/app_config.json): must be one line'],
    [{ file: { influx_token: 'ключ' } }, 'influx_token (adapter/app_config.json): must be one line'],
    [
      { file: {}, env: { WA_API_TOKEN_FILE: 'two' }, files: { '/site/two': 'a\n\nb\n' } },
      'api_token (WA_API_TOKEN_FILE (two))',
    ],
    [{ file: { lang_default: 'fr' } }, 'lang_allow does not hold'],
    [{ file: { api_email: 'a@b.example' } }, 'api_password (default) is missing'],
    [{ file: { api_url: 'http://user:pass@a/api' } }, 'without user'],
    [{ file: { get_user_media_timeout: { android_facebook: 5 } } }, 'default_default'],
    [{ file: { session_lifetime_seconds: 3600, delete_old_sessions_offset_minutes: 30 } }, 'is longer than'],
  ])('refuses %j', async (options, message) => {
    expect((await problems(options)).join('\n')).toContain(message);
  });

  it('warns of what is unwise', async () => {
    const { warnings } = await load({
      file: { debug: true, result_mode: 'full', video_file_format: 'mov' },
      env: { HOST: '0.0.0.0', WA_CORS_ORIGINS: '*', WA_SSL_CERT_ADD: "'True'" },
    });
    const all = warnings.join('\n');
    for (const name of ['debug', 'result_mode', 'video_file_format', 'cors_origins', 'WA_SSL_CERT_ADD'])
      expect(all).toContain(name);
  });
});

describe('describeConfig', () => {
  it('names every key with its source and shows no secret', async () => {
    const loaded = await load({
      file: { api_token: 'SECRET-TOKEN-1' },
      env: { WA_API_EMAIL: 'me@bank.example', WA_API_PASSWORD: 'SECRET-PASSWORD-2' },
    });
    const rows = describeConfig(loaded);
    expect(rows).toHaveLength(allKeys().length);
    expect(rows.find((row) => row.key === 'api_token')).toEqual({
      key: 'api_token',
      value: '(set, not shown)',
      source: 'adapter/app_config.json',
      secret: true,
    });
    expect(rows.find((row) => row.key === 'api_email')?.source).toBe('WA_API_EMAIL');
    expect(JSON.stringify(rows) + configReport(loaded)).not.toMatch(/SECRET/);
  });

  it('shows no secret of any key, and of no address', async () => {
    const file = {
      api_token: 'SECRET',
      api_email: 'a@b.example',
      api_password: 'SECRET',
      master_license_signature: 'SECRET',
      license_webhook_url: 'https://hooks.example/SECRET',
      smtp_url: 'smtp://user:SECRET@mail.example',
      influx_token: 'SECRET',
      otel_headers: 'authorization=SECRET',
    };
    const loaded = await load({ file, env: { WA_REDIS_URL: 'redis://:SECRET@redis.example' } });
    const hidden = describeConfig(loaded).filter(({ value }) => value === '(set, not shown)');
    expect(hidden.map(({ key }) => key).sort()).toEqual(
      allKeys()
        .flatMap(({ key, secret }) => (secret ? [key] : []))
        .sort(),
    );
    expect(configReport(loaded)).not.toContain('SECRET');
  });

  it('keeps secrets out of problems too', async () => {
    const broken = await problems({ file: '{"api_token": "SECRET-TOKEN-1",}' });
    const secrets = allKeys().filter(({ secret }) => secret);
    expect(secrets).toHaveLength(8);
    const inFile = secrets.filter((key) => key.inFile);
    const each = (value: unknown) =>
      problems({ file: { debug: 1, ...Object.fromEntries(inFile.map(({ key }) => [key, value])) } });
    const wrongType = await each(['SECRET-1']);
    expect(wrongType).toHaveLength(1 + inFile.length);
    const wrongText = await each('SECRET\n\n=%SECRET-1');
    expect([...broken, ...wrongType, ...wrongText].join()).not.toMatch(/SECRET/);
  });
});
