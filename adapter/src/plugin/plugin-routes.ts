import { LOADER_FILES, type Preinit } from '@presence/protocol';
import type { RequestHandler } from 'express';
import { AdapterError } from '../model/adapter-error.ts';
import type { PluginBuild } from './plugin-build.ts';
import type { StaticFolder } from './static-folder.ts';

/** Changes with every release under one name: kept briefly, then asked for again. */
const SHORT = 'public, max-age=300, must-revalidate';
/** The name holds a hash of the content. */
const FOREVER = 'public, max-age=31536000, immutable';
const HASHED = /[-.][A-Za-z0-9_]{8,}\.[a-z0-9]+$/;

/** `GET /plugin_liveness.php`: the script a page embeds. Query parameters are ignored. */
export function loaderRoute({ files }: PluginBuild, preinit: Preinit): RequestHandler {
  return async (request, response) => {
    await files.send(LOADER_FILES[preinit], SHORT, request, response);
  };
}

/** `GET /plugin/*`: everything the loader fetches afterwards. */
export function pluginFilesRoute({ files }: PluginBuild): RequestHandler {
  return async (request, response) => {
    const name = namedFile(request.path);
    if (!(await files.send(name, HASHED.test(name) ? FOREVER : SHORT, request, response)))
      throw new AdapterError('not_found', 'There is no such plugin file; reload the page after an update.');
  };
}

/** Pages built into the demo folder, at `/`. Whatever is not there is left to the next handler. */
export function demoRoute(files: StaticFolder | undefined): RequestHandler {
  return async (request, response, next) => {
    const name = namedFile(request.path);
    const page = name === '' || name.endsWith('/') ? `${name}index.html` : name;
    const cache = HASHED.test(page) ? FOREVER : 'no-cache';
    const readable = request.method === 'GET' || request.method === 'HEAD';
    if (!readable || files === undefined || !(await files.send(page, cache, request, response))) next();
  };
}

function namedFile(path: string): string {
  try {
    return decodeURIComponent(path.replace(/^\//, ''));
  } catch {
    return '';
  }
}
