import express, { type Request, type Response } from 'express';

/** Bytes of a JSON body; meta_data is meant to be small ("API usage best practices"). Ours, 2026-11-22. */
export const MAX_JSON_BYTES = 256 * 1024;

const parser = express.json({ limit: MAX_JSON_BYTES, type: ['application/json', 'application/*+json'] });

/** Parses the JSON body of a request into `req.body`; anything but JSON leaves it undefined. */
export function parseJsonBody(req: Request, res: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    parser(req, res, (error?: unknown) => (error ? reject(error) : resolve()));
  });
}
