import express from 'express';
import request from 'supertest';
import { expect, it } from 'vitest';
import { AdapterError } from '../model/adapter-error.ts';
import { type CountedGate, licenceGuard } from './licence-routes.ts';

it('counts what could not be counted before, ahead of the answer', async () => {
  let counted = false;
  const gate: CountedGate = {
    status: () => ({ kind: 'loading' }),
    countIfNeeded: async () => {
      counted = true;
    },
    requireLicence: () => {
      if (counted) throw new AdapterError('license_limit_exceeded', 'more than 110 %');
    },
  };
  const app = express()
    .use(licenceGuard(gate), (_request, response) => void response.sendStatus(200))
    .use(((error, _request, response, _next) => {
      response.status(403).send(error instanceof AdapterError ? error.code : String(error));
    }) satisfies express.ErrorRequestHandler);
  expect((await request(app).get('/')).text).toBe('license_limit_exceeded');
});
