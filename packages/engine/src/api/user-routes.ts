import { randomUUID } from 'node:crypto';
import express, { type Router } from 'express';
import { EngineError } from '../model/engine-error.ts';
import { type Caller, mayReach } from '../model/principal.ts';
import { type AccountRecord, ANY_ANALYSIS, USER_TYPES, type UserType } from '../model/records.ts';
import type { ApiContext } from './api-context.ts';
import { list, one, paging } from './folder-query.ts';
import { parseJsonBody } from './json-body.ts';
import { ownedUser, pathParameter } from './owned.ts';
import { parseInput } from './parse-input.ts';
import {
  changesRights,
  mayStartOf,
  newUserSchema,
  type UserInput,
  userChangeSchema,
  userTypeOf,
  userView,
} from './user-input.ts';

export type UserContext = ApiContext & {
  readonly hashPassword: (password: string) => Promise<string>;
  /** The account this installation makes at every start. */
  readonly serviceUserId: string;
};

/** `/api/users`, `/api/users/{user_id}` (`me` for the caller) and `…/sessions`. */
export function userRoutes(context: UserContext): Router {
  const router = express.Router();
  userList(router, context);
  oneUser(router, context);
  return router;
}

function userList(router: Router, context: UserContext): void {
  const { secure, store, hashPassword } = context;
  secure(router, '/users', {
    get: async (req, res, caller) => {
      const asked = one(req.query, 'company_id');
      const searchText = one(req.query, 'search_text');
      const types = list(req.query, 'user_type')?.map((type) => type.toUpperCase());
      const userTypes = USER_TYPES.filter((type) => types?.includes(type));
      const companyId = caller.reach === 'company' ? caller.companyId : asked;
      const users = await store.accounts.list({
        ...paging(req.query),
        ...(companyId ? { companyId } : {}),
        ...(caller.reach === 'own' ? { userId: caller.userId } : {}),
        ...(searchText ? { searchText } : {}),
        ...(types ? { userTypes } : {}),
      });
      // A foreign company's name finds nothing rather than one's own.
      res.json(users.filter((user) => !asked || user.companyId === asked).map(userView));
    },
    post: async (req, res, caller) => {
      await parseJsonBody(req, res);
      const input = parseInput(newUserSchema, req.body, 'body');
      const userType = userTypeOf(input, 'CLIENT');
      const account: AccountRecord = {
        userId: randomUUID(),
        companyId: await companyOf(context, caller, input, userType),
        userType,
        email: input.email.toLowerCase(),
        passwordHash: await hashPassword(input.password),
        firstName: input.first_name ?? '',
        lastName: input.last_name ?? '',
        middleName: input.middle_name ?? '',
        mayStart: mayStartOf(input, ANY_ANALYSIS),
        metaData: input.meta_data ?? {},
      };
      if (!(await store.accounts.create(account))) throw addressTaken();
      res.status(201).json(userView(account));
    },
  });
}

function oneUser(router: Router, context: UserContext): void {
  const { secure, store, serviceUserId } = context;
  secure(router, '/users/:userId', {
    get: async (req, res, caller) => {
      res.json(userView(await ownedUser(store, caller, pathParameter(req, 'userId'))));
    },
    patch: async (req, res, caller) => {
      const account = await ownedUser(store, caller, pathParameter(req, 'userId'));
      await parseJsonBody(req, res);
      const input = parseInput(userChangeSchema, req.body, 'body');
      const changed = await changedAccount(context, caller, account, input);
      await store.accounts.save(changed);
      // Whoever knew the old password or had other rights starts anew.
      if (changed.passwordHash !== account.passwordHash || changed.userType !== account.userType)
        await store.accounts.deleteSessionsOf(account.userId);
      res.json(userView(changed));
    },
    delete: async (req, res, caller) => {
      const { userId } = await ownedUser(store, caller, pathParameter(req, 'userId'));
      if (userId === serviceUserId)
        throw new EngineError('conflict', 'This account is the installation’s own and cannot be deleted.');
      if (userId === caller.userId)
        throw new EngineError(
          'conflict',
          'An account cannot delete itself. Let another administrator do it.',
        );
      await store.accounts.delete(userId);
      res.status(204).end();
    },
  });
  secure(router, '/users/:userId/sessions', {
    delete: async (req, res, caller) => {
      const { userId } = await ownedUser(store, caller, pathParameter(req, 'userId'));
      await store.accounts.deleteSessionsOf(userId);
      res.status(204).end();
    },
  });
}

async function changedAccount(
  context: UserContext,
  caller: Caller,
  account: AccountRecord,
  input: UserInput,
): Promise<AccountRecord> {
  if (caller.reach === 'own' && changesRights(input))
    throw new EngineError('auth_forbidden', 'Type, company and can_start_… are changed by an administrator.');
  const { email = account.email, password } = input;
  const owner = await context.store.accounts.findByEmail(email);
  if (owner && owner.userId !== account.userId) throw addressTaken();
  const userType = userTypeOf(input, account.userType);
  if (account.userId === context.serviceUserId && userType !== account.userType)
    throw new EngineError('conflict', 'The installation’s own service account keeps its type.');
  const moved = input.company_id !== undefined || userType !== account.userType;
  return {
    ...account,
    userType,
    companyId: moved
      ? await companyOf(context, caller, { company_id: account.companyId, ...input }, userType)
      : account.companyId,
    email: email.toLowerCase(),
    passwordHash: password === undefined ? account.passwordHash : await context.hashPassword(password),
    firstName: input.first_name ?? account.firstName,
    lastName: input.last_name ?? account.lastName,
    middleName: input.middle_name ?? account.middleName,
    mayStart: mayStartOf(input, account.mayStart),
    metaData: { ...account.metaData, ...input.meta_data },
  };
}

/**
 * The company an account of this type belongs to, if the caller may put it there.
 * @throws EngineError `auth_forbidden`, `invalid_structure`, `invalid_value`
 */
async function companyOf(
  { store }: Pick<ApiContext, 'store'>,
  caller: Caller,
  { company_id }: Pick<UserInput, 'company_id'>,
  userType: UserType,
): Promise<string | null> {
  if (userType === 'ADMIN' || userType === 'OPERATOR') {
    if (caller.reach === 'all') return null;
    throw new EngineError('auth_forbidden', `Only an ADMIN makes an account of type ${userType}.`);
  }
  const companyId = company_id ?? (caller.reach === 'all' ? undefined : caller.companyId);
  if (companyId === undefined)
    throw new EngineError('invalid_structure', `company_id is missing: a ${userType} belongs to a company.`);
  if (!mayReach(caller, { companyId }))
    throw new EngineError('auth_forbidden', 'company_id is not your company.');
  if (!(await store.companies.get(companyId)))
    throw new EngineError('invalid_value', 'company_id: there is no such company.');
  return companyId;
}

function addressTaken(): EngineError {
  return new EngineError('conflict', 'email: another account has this address.');
}
