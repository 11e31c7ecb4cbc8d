import type { UserType } from './records.ts';
import type { Scope } from './store.ts';

/** Who makes a request. */
export interface Principal {
  readonly userId: string;
  readonly companyId: string;
  readonly userType: UserType;
}

interface Rights {
  readonly sees: Scope['kind'];
  readonly uploads: boolean;
  readonly deletes: boolean;
  readonly opensCaptureSessions: boolean;
  readonly managesCollections: boolean;
}

/**
 * What each account type may do. Source: Oz page "User roles". Where its statements differ on deletion, whoever
 * uploads may delete what it sees: the documented mobile method list contains `DELETE folders/{id}`. Collections are a
 * company administrator's; the service account has them too, so that a program can keep them.
 */
const RIGHTS: Readonly<Record<UserType, Rights>> = {
  ADMIN: { sees: 'all', uploads: true, deletes: true, opensCaptureSessions: true, managesCollections: true },
  OPERATOR: {
    sees: 'all',
    uploads: false,
    deletes: false,
    opensCaptureSessions: false,
    managesCollections: false,
  },
  CLIENT: {
    sees: 'user',
    uploads: true,
    deletes: true,
    opensCaptureSessions: true,
    managesCollections: false,
  },
  'CLIENT ADMIN': {
    sees: 'company',
    uploads: true,
    deletes: true,
    opensCaptureSessions: true,
    managesCollections: true,
  },
  'CLIENT OPERATOR': {
    sees: 'company',
    uploads: false,
    deletes: false,
    opensCaptureSessions: false,
    managesCollections: false,
  },
  'CLIENT SERVICE': {
    sees: 'company',
    uploads: true,
    deletes: true,
    opensCaptureSessions: true,
    managesCollections: true,
  },
};

export function rightsOf(principal: Principal): Rights {
  return RIGHTS[principal.userType];
}

export function scopeOf(principal: Principal): Scope {
  const { sees } = rightsOf(principal);
  switch (sees) {
    case 'all':
      return { kind: 'all' };
    case 'company':
      return { kind: 'company', companyId: principal.companyId };
    case 'user':
      return { kind: 'user', userId: principal.userId };
  }
}

/** Whether a folder of this owner lies in the caller's scope. */
export function mayRead(
  principal: Principal,
  owner: { readonly userId: string; readonly companyId: string },
): boolean {
  const scope = scopeOf(principal);
  switch (scope.kind) {
    case 'all':
      return true;
    case 'company':
      return owner.companyId === scope.companyId;
    case 'user':
      return owner.userId === scope.userId;
  }
}
