import { USER_TYPES } from './records.ts';

/**
 * Whoever holds a capture session's token acts for its account, but in one folder only; whoever holds a folder's shared token
 * reads that folder.
 */
export const ROLES = [...USER_TYPES, 'CAPTURE SESSION', 'SHARED FOLDER'] as const;
export type Role = (typeof ROLES)[number];

export type Resource =
  | 'company'
  | 'user'
  | 'folder'
  | 'media'
  | 'analysis'
  | 'decision'
  | 'collection'
  | 'webhook'
  | 'statistics'
  | 'report template'
  | 'A/B test'
  | 'stateless check'
  | 'telemetry'
  | 'capture session';

export type Verb = 'create' | 'read' | 'update' | 'delete';

/** How far a permission goes: everything, what belongs to the own company, to the own account, or to the one folder of this capture or token. */
export type Reach = 'all' | 'company' | 'own' | 'capture';

type Rights = Readonly<Partial<Record<Verb, Reach>>>;

const everything = (reach: Reach): Rights => ({ create: reach, read: reach, update: reach, delete: reach });
const reading = (reach: Reach): Rights => ({ read: reach });

/** What a role may do to what its row does not name: nothing. */
const NOTHING: Readonly<Record<Resource, Rights>> = {
  company: {},
  user: {},
  folder: {},
  media: {},
  analysis: {},
  decision: {},
  collection: {},
  webhook: {},
  statistics: {},
  'report template': {},
  'A/B test': {},
  'stateless check': {},
  telemetry: {},
  'capture session': {},
};

const captures = (reach: Reach) => ({
  folder: everything(reach),
  media: everything(reach),
  analysis: { create: reach, read: reach, update: reach },
  'stateless check': { create: 'own' } as const,
  telemetry: { create: 'own' } as const,
});

const inspects = (reach: Reach) => ({
  company: reading(reach),
  user: reading(reach),
  folder: reading(reach),
  media: reading(reach),
  analysis: reading(reach),
  collection: reading(reach),
  statistics: reading(reach),
  'report template': reading(reach),
  'A/B test': reading(reach),
  decision: { create: reach } as const,
});

/**
 * Who may do what to whose things. Source: Oz pages "User roles" and "Access model". Where their statements differ on
 * deletion, whoever uploads may delete what it sees: the documented mobile method list contains `DELETE folders/{id}`. A
 * company's collections and webhooks are its administrator's; the service account has them too, so that a program can keep
 * them. Ours: that a service account reads statistics, that A/B tests
 * are kept by administrators and read by the company's accounts but CLIENT: apps hold such an account, ask for the tests (a
 * documented call) and get an empty list, for a test belongs to its company and is nobody's own; and the roles of a capture session
 * and of a shared folder.
 */
export const PERMISSIONS: Readonly<Record<Role, Readonly<Record<Resource, Rights>>>> = {
  ADMIN: {
    ...NOTHING,
    ...captures('all'),
    company: everything('all'),
    user: everything('all'),
    collection: everything('all'),
    webhook: everything('all'),
    statistics: reading('all'),
    'report template': everything('all'),
    'A/B test': everything('all'),
    'capture session': { create: 'own' },
  },
  OPERATOR: { ...NOTHING, ...inspects('all') },
  CLIENT: {
    ...NOTHING,
    ...captures('own'),
    company: reading('company'),
    user: { read: 'own', update: 'own' },
    collection: reading('company'),
    'report template': reading('company'),
    'A/B test': reading('own'),
    'capture session': { create: 'own' },
  },
  'CLIENT ADMIN': {
    ...NOTHING,
    ...captures('company'),
    company: reading('company'),
    user: everything('company'),
    collection: everything('company'),
    webhook: everything('company'),
    statistics: reading('company'),
    'report template': everything('company'),
    'A/B test': everything('company'),
    'capture session': { create: 'own' },
  },
  'CLIENT OPERATOR': { ...NOTHING, ...inspects('company') },
  'CLIENT SERVICE': {
    ...NOTHING,
    ...captures('company'),
    company: reading('company'),
    user: { read: 'own', update: 'own' },
    collection: everything('company'),
    webhook: everything('company'),
    statistics: reading('company'),
    'report template': reading('company'),
    'A/B test': reading('company'),
    'capture session': { create: 'own' },
  },
  'CAPTURE SESSION': {
    ...NOTHING,
    folder: { create: 'capture', read: 'capture' },
    media: { create: 'capture', read: 'capture' },
    analysis: { create: 'capture', read: 'capture' },
    telemetry: { create: 'capture' },
  },
  'SHARED FOLDER': {
    ...NOTHING,
    folder: { read: 'capture' },
    media: { read: 'capture' },
    analysis: { read: 'capture' },
  },
};
