import { describe, expect, it } from 'vitest';
import { ROLES, type Role } from './permissions.data.ts';
import { type Caller, mayReach, reachOf, scopeOf } from './principal.ts';
import { ANY_ANALYSIS } from './records.ts';

const capture = { tokenId: 't', folderId: 'f', expiresAt: 0 };
function reader(role: Role): Caller {
  const reach = reachOf(role, 'folder', 'read');
  if (reach === undefined) throw new Error(`${role} reads nothing`);
  return { userId: 'u', companyId: 'c', role, mayStart: ANY_ANALYSIS, capture, reach };
}
const ours = { userId: 'u', companyId: 'c', folderId: 'f' };
const own = { userId: 'u', companyId: 'c', folderId: 'g' };
const colleague = { userId: 'v', companyId: 'c', folderId: 'h' };
const stranger = { userId: 'w', companyId: 'd', folderId: 'i' };

describe('roles', () => {
  it.each([
    ['ADMIN', [true, true, true, true], true],
    ['OPERATOR', [true, true, true, true], false],
    ['CLIENT', [true, true, false, false], true],
    ['CLIENT ADMIN', [true, true, true, false], true],
    ['CLIENT OPERATOR', [true, true, true, false], false],
    ['CLIENT SERVICE', [true, true, true, false], true],
    ['CAPTURE SESSION', [true, false, false, false], true],
  ] as const)(
    '%s reads %j (this capture, own, colleague, stranger) and may upload: %s',
    (role, reads, uploads) => {
      const caller = reader(role);
      expect([ours, own, colleague, stranger].map((owner) => mayReach(caller, owner))).toEqual(reads);
      expect(reachOf(role, 'folder', 'create') !== undefined).toBe(uploads);
    },
  );

  it('turn into the scope of a query', () => {
    expect(scopeOf(reader('ADMIN'))).toEqual({ kind: 'all' });
    expect(scopeOf(reader('CLIENT SERVICE'))).toEqual({ kind: 'company', companyId: 'c' });
    expect(scopeOf(reader('CLIENT'))).toEqual({ kind: 'user', userId: 'u' });
    expect(scopeOf(reader('CAPTURE SESSION'))).toEqual({ kind: 'folder', folderId: 'f' });
  });

  it('make accounts only where they administer, and nobody but ADMIN makes companies', () => {
    const may = (resource: 'user' | 'company') =>
      ROLES.filter((role) => reachOf(role, resource, 'create') !== undefined);
    expect(may('user')).toEqual(['ADMIN', 'CLIENT ADMIN']);
    expect(may('company')).toEqual(['ADMIN']);
  });

  it('of a capture without a folder reach nothing', () => {
    const caller = { ...reader('CAPTURE SESSION'), capture: { ...capture, folderId: undefined } };
    expect(mayReach(caller, ours)).toBe(false);
    expect(mayReach(caller, { companyId: 'c' })).toBe(false);
  });
});
