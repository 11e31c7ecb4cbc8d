type Variables = Readonly<Record<string, string>>;

/** Variables that only make sense with others; each a rule and what to say when it is broken. */
const RULES: readonly (readonly [broken: (env: Variables) => boolean, problem: string])[] = [
  [
    (env) => 'ENGINE_ADMIN_EMAIL' in env !== 'ENGINE_ADMIN_PASSWORD' in env,
    'ENGINE_ADMIN_EMAIL and ENGINE_ADMIN_PASSWORD: set both of them or neither',
  ],
  [
    (env) => 'ENGINE_REDIS_URL' in env && !('ENGINE_DATABASE_URL' in env),
    'ENGINE_REDIS_URL: set ENGINE_DATABASE_URL too; processes that share the work share the database',
  ],
  [
    (env) => 'ENGINE_REDIS_URL' in env && env.ENGINE_ROLE !== 'worker' && !('ENGINE_SERVICE_TOKEN' in env),
    'ENGINE_REDIS_URL: set ENGINE_SERVICE_TOKEN too, or each process would make a token of its own and end the others’',
  ],
  [
    (env) => (env.ENGINE_ROLE === 'api' || env.ENGINE_ROLE === 'worker') && !('ENGINE_REDIS_URL' in env),
    'ENGINE_ROLE: set ENGINE_REDIS_URL too, which is how api and worker find each other',
  ],
  [
    (env) => 'ENGINE_QUEUES' in env && !('ENGINE_REDIS_URL' in env),
    'ENGINE_QUEUES: set ENGINE_REDIS_URL too; only workers that share the queues can divide them',
  ],
  [
    (env) => 'ENGINE_WEBHOOK_URL' in env !== 'ENGINE_WEBHOOK_SECRET' in env,
    'ENGINE_WEBHOOK_URL and ENGINE_WEBHOOK_SECRET: set both of them or neither',
  ],
  [
    (env) => Object.keys(env).some((name) => name.startsWith('ENGINE_S3_')) && !('ENGINE_S3_BUCKET' in env),
    'ENGINE_S3_BUCKET: set it too, or none of ENGINE_S3_…',
  ],
  [
    (env) => 'ENGINE_S3_ACCESS_KEY_ID' in env !== 'ENGINE_S3_SECRET_ACCESS_KEY' in env,
    'ENGINE_S3_ACCESS_KEY_ID and ENGINE_S3_SECRET_ACCESS_KEY: set both of them or neither',
  ],
];

/** What is wrong with the variables together, though each may be right by itself. */
export function crossChecks(env: Variables): readonly string[] {
  return RULES.filter(([broken]) => broken(env)).map(([, problem]) => problem);
}
