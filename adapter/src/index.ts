export { ConfigError } from './config/config-error.ts';
export { type LoadConfigInput, type LoadedConfig, loadConfig } from './config/load-config.ts';
export { type Adapter, type AdapterOptions, createAdapter } from './create-adapter.ts';
export type { AdapterConfig } from './model/adapter-config.ts';
export { AdapterError } from './model/adapter-error.ts';
export type { Session, SessionState } from './model/session.ts';
export type { Lease, SessionStore } from './model/session-store.ts';
export { FileSessionStore } from './sessions/file-session-store.ts';
