import { PERMISSIONS, type Reach, type Resource, type Role, type Verb } from './permissions.data.ts';
import type { MayStart } from './records.ts';
import type { Scope } from './store.ts';

/** The capture a session token stands for; of a shared folder's token that folder. */
export interface Capture {
  readonly tokenId: string;
  /** The one folder it was used for; undefined until it is used, null when that capture was stored nowhere. */
  readonly folderId: string | null | undefined;
  readonly expiresAt: number;
  /** The token itself, of a shared folder. */
  readonly sharedToken?: string;
}

/** Who makes a request. */
export interface Principal {
  readonly userId: string;
  /** Of those who belong to no company: the installation's own, where what they upload goes. */
  readonly companyId: string;
  readonly role: Role;
  readonly mayStart: MayStart;
  /** With a session token, whether alone or beside an access token. */
  readonly capture: Capture | undefined;
}

/** A principal, and how far it may go in what it is about to do. */
export interface Caller extends Principal {
  readonly reach: Reach;
}

/** Undefined: not at all. */
export function reachOf(role: Role, resource: Resource, verb: Verb): Reach | undefined {
  return PERMISSIONS[role][resource][verb];
}

/** To whom something belongs; what is a company's as a whole names no user and no folder. */
export interface Owner {
  readonly companyId: string | null;
  readonly userId?: string;
  readonly folderId?: string;
}

/** Whether what belongs to this owner lies in the caller's reach. */
export function mayReach(caller: Caller, owner: Owner): boolean {
  switch (caller.reach) {
    case 'all':
      return true;
    case 'company':
      return owner.companyId === caller.companyId;
    case 'own':
      return owner.userId === caller.userId;
    case 'capture':
      return owner.folderId !== undefined && owner.folderId === caller.capture?.folderId;
  }
}

/** The same as a bound on queries. */
export function scopeOf(caller: Caller): Scope {
  switch (caller.reach) {
    case 'all':
      return { kind: 'all' };
    case 'company':
      return { kind: 'company', companyId: caller.companyId };
    case 'own':
      return { kind: 'user', userId: caller.userId };
    case 'capture':
      return { kind: 'folder', folderId: caller.capture?.folderId ?? '' };
  }
}
