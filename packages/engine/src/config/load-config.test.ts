import { LIMITS } from '@presence/protocol';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../model/engine-error.ts';
import { loadConfig } from './load-config.ts';

const FILES: Record<string, string> = { '/run/secrets/token': `${'t'.repeat(40)}\n` };

function load(env: Record<string, string>, cwd = '/srv/presence') {
  return loadConfig({
    env,
    cwd,
    cores: 8,
    readFile(path) {
      const content = FILES[path];
      if (content === undefined) throw new Error('ENOENT');
      return content;
    },
    exists: (path) => path === '/srv/presence/public/models',
  });
}

function problems(env: Record<string, string>): string {
  try {
    load(env);
  } catch (error) {
    if (error instanceof EngineError && error.code === 'config_invalid') return error.message;
  }
  return 'no problem';
}

describe('loadConfig', () => {
  it('has a default for everything', () => {
    expect(load({ PATH: '/bin', PORT: '8080', WA_X: 'y' })).toEqual({
      role: 'all',
      host: '127.0.0.1',
      port: 8000,
      keepAliveMs: 75_000,
      headersTimeoutMs: 15_000,
      publicUrl: 'http://127.0.0.1:8000',
      dataDir: '/srv/presence/data',
      databaseUrl: undefined,
      redis: undefined,
      s3: undefined,
      modelsDir: '/srv/presence/public/models',
      padManifest: undefined,
      threads: 4,
      queues: ['tfss', 'regula'],
      analysesAtOnce: 2,
      maxFiles: 20,
      maxFileBytes: 10_485_760,
      analysisTimeoutMs: 120_000,
      waitMs: 3_600_000,
      replayDays: 0,
      sessions: { userMs: 900_000, serviceMs: 157_680_000_000, captureMs: 300_000, key: undefined },
      webhooks: {
        everything: undefined,
        allow: [],
        retryMs: [5_000, 30_000, 120_000, 600_000, 3_600_000, 14_400_000, 43_200_000],
        timeoutMs: 10_000,
      },
      retentionDays: 0,
      maintenanceMs: 3_600_000,
      serviceToken: undefined,
      admin: undefined,
      logLevel: 'info',
      tracing: { endpoint: null, headers: null, serviceName: 'presence-engine', ratio: 1 },
    });
  });

  it('takes every capture the adapter may bring, with its photos and a lossless frame, into one folder', () => {
    const { maxActions } = LIMITS; // also the most photos
    expect(load({}).maxFiles).toBeGreaterThanOrEqual(2 * maxActions + 1);
  });

  it('finds the models from a folder below', () => {
    expect(load({}, '/srv/presence/packages/engine').modelsDir).toBe('/srv/presence/public/models');
  });

  it('links to an address one can open', () => {
    expect(load({ ENGINE_HOST: '0.0.0.0', ENGINE_PORT: '9' }).publicUrl).toBe('http://127.0.0.1:9');
    expect(load({ ENGINE_HOST: '::1' }).publicUrl).toBe('http://[::1]:8000');
    expect(load({ ENGINE_PUBLIC_URL: 'https://api.example.org/oz/' }).publicUrl).toBe(
      'https://api.example.org/oz',
    );
  });

  it('takes secrets from files', () => {
    expect(load({ ENGINE_SERVICE_TOKEN_FILE: '/run/secrets/token' }).serviceToken).toBe('t'.repeat(40));
  });

  it('treats an empty variable as not set', () => {
    expect(load({ ENGINE_PORT: '', ENGINE_SERVICE_TOKEN_FILE: '' }).port).toBe(8000);
  });

  it('names every problem at once', () => {
    const message = problems({
      ENGINE_PORT: '70000',
      ENGINE_THREADS: 'many',
      ENGINE_PROT: '1',
      ENGINE_LOG_LEVEL: 'loud',
      ENGINE_ADMIN_EMAIL: 'admin@example.org',
      ENGINE_SERVICE_TOKEN_FILE: '/nowhere',
      ENGINE_PUBLIC_URL: 'ftp://example.org',
    });
    for (const part of [
      'ENGINE_PORT: ',
      'ENGINE_THREADS: must be a whole number',
      'ENGINE_PROT: no such variable',
      'ENGINE_LOG_LEVEL: ',
      'ENGINE_ADMIN_EMAIL and ENGINE_ADMIN_PASSWORD: set both',
      'ENGINE_SERVICE_TOKEN_FILE: cannot read /nowhere',
      'ENGINE_PUBLIC_URL: must be an http or https address',
    ])
      expect(message).toContain(part);
  });

  it('does not repeat a secret it refuses', () => {
    const message = problems({
      ENGINE_SERVICE_TOKEN: 'hunter2 hunter2',
      ENGINE_DATABASE_URL: 'mysql://u:hunter2@db/presence',
    });
    expect(message).toContain('ENGINE_SERVICE_TOKEN: must be 32 to 512');
    expect(message).toContain('ENGINE_DATABASE_URL: must be postgresql://');
    expect(message).not.toContain('hunter2');
  });

  it('puts a cluster together', () => {
    const cluster = {
      ENGINE_ROLE: 'api',
      ENGINE_DATABASE_URL: 'postgresql://u:p@db/presence',
      ENGINE_REDIS_URL: 'redis://cache:6379',
      ENGINE_SERVICE_TOKEN_FILE: '/run/secrets/token',
      ENGINE_QUEUES: 'regula, tfss',
      ENGINE_S3_BUCKET: 'media',
      ENGINE_S3_PREFIX: '/presence/',
      ENGINE_S3_ENDPOINT: 'http://s3.example:9000',
      ENGINE_S3_ACCESS_KEY_ID: 'id',
      ENGINE_S3_SECRET_ACCESS_KEY: 'key',
    };
    expect(load(cluster)).toMatchObject({
      role: 'api',
      databaseUrl: cluster.ENGINE_DATABASE_URL,
      redis: { url: 'redis://cache:6379', prefix: 'presence' },
      queues: ['regula', 'tfss'],
      s3: {
        bucket: 'media',
        prefix: 'presence',
        region: 'us-east-1',
        endpoint: 'http://s3.example:9000',
        credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
      },
    });
  });

  it('says what a cluster lacks', () => {
    expect(problems({ ENGINE_ROLE: 'worker' })).toContain('ENGINE_ROLE: set ENGINE_REDIS_URL too');
    expect(problems({ ENGINE_QUEUES: 'tfss' })).toContain('ENGINE_QUEUES: set ENGINE_REDIS_URL too');
    expect(problems({ ENGINE_QUEUES: 'default' })).toContain('must be names of tfss and regula');
    const noDatabase = problems({ ENGINE_REDIS_URL: 'redis://cache' });
    expect(noDatabase).toContain('set ENGINE_DATABASE_URL too');
    expect(noDatabase).toContain('set ENGINE_SERVICE_TOKEN too');
    const noBucket = problems({ ENGINE_S3_ACCESS_KEY_ID: 'id' });
    expect(noBucket).toContain('ENGINE_S3_BUCKET: set it too');
    expect(noBucket).toContain('ENGINE_S3_ACCESS_KEY_ID and ENGINE_S3_SECRET_ACCESS_KEY: set both');
  });

  it('refuses a secret given twice', () => {
    const both = { ENGINE_SERVICE_TOKEN: 'x'.repeat(40), ENGINE_SERVICE_TOKEN_FILE: '/run/secrets/token' };
    expect(problems(both)).toContain('set only one of them');
  });
});
