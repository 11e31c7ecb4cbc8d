import { describe, expect, it } from 'vitest';
import { mayRead, rightsOf, scopeOf } from './principal.ts';
import type { UserType } from './records.ts';

const who = (userType: UserType) => ({ userId: 'u', companyId: 'c', userType });
const own = { userId: 'u', companyId: 'c' };
const colleague = { userId: 'v', companyId: 'c' };
const stranger = { userId: 'w', companyId: 'd' };

describe('account types', () => {
  it.each([
    ['ADMIN', [true, true, true], true],
    ['OPERATOR', [true, true, true], false],
    ['CLIENT', [true, false, false], true],
    ['CLIENT ADMIN', [true, true, false], true],
    ['CLIENT OPERATOR', [true, true, false], false],
    ['CLIENT SERVICE', [true, true, false], true],
  ] as const)('%s sees %j (own, colleague, stranger) and may upload: %s', (userType, sees, uploads) => {
    const principal = who(userType);
    expect([own, colleague, stranger].map((owner) => mayRead(principal, owner))).toEqual(sees);
    expect(rightsOf(principal).uploads).toBe(uploads);
    expect(rightsOf(principal).opensCaptureSessions).toBe(uploads);
  });

  it('turn into the scope of a query', () => {
    expect(scopeOf(who('ADMIN'))).toEqual({ kind: 'all' });
    expect(scopeOf(who('CLIENT SERVICE'))).toEqual({ kind: 'company', companyId: 'c' });
    expect(scopeOf(who('CLIENT'))).toEqual({ kind: 'user', userId: 'u' });
  });
});
