import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withPage } from '../support/fake-camera-browser.ts';
import { PACKAGES, type PackedSite, packedSite, tarball } from './packed-site.ts';

/** What a site with a bundler writes. */
const SITE = `import { createOzLiveness, type ErrorReport, type OpenOptions } from '@presence/web-sdk';
const liveness = createOzLiveness({ adapterUrl: 'https://presence.example.com/' });
const options: OpenOptions = { action: ['video_selfie_left'], on_error: (error: ErrorReport) => error.code };
Object.assign(window, { liveness, options });
`;
/** The same with a misspelt callback argument, which the types must not let through. */
const WRONG = SITE.replace('error.code }', 'error.kode }');

const COMPONENTS = {
  'element.ts': `import { defineOzLivenessElement } from '@presence/element';
defineOzLivenessElement();
const element = document.createElement('oz-liveness');
element.meta = { transaction_id: '1' };
element.addEventListener('oz-complete', (event) => event.detail.state.length);
`,
  'react.tsx': `import { OzLiveness, useOzLiveness } from '@presence/react';
export function Check() {
  const { open, outcome } = useOzLiveness({ adapterUrl: '/', onError: (error) => error.code.length });
  return <button onClick={open}>{outcome?.kind}<OzLiveness adapterUrl="/" open={false} lang="es" /></button>;
}
`,
  'vue.ts': `import { OzLiveness, useOzLiveness } from '@presence/vue';
import { h } from 'vue';
export const check = () => h(OzLiveness, { adapterUrl: '/', onComplete: (result) => result.state.length });
export const opened = () => useOzLiveness({ adapterUrl: '/' }).state.value.window;
`,
  'angular.ts': `import { Component, inject } from '@angular/core';
import { LivenessService, OzLivenessComponent } from '@presence/angular';
@Component({ imports: [OzLivenessComponent], providers: [LivenessService], template: '<oz-liveness-window />' })
export class Check {
  readonly outcome = inject(LivenessService).outcome;
}
`,
};

describe('the packed tarballs', () => {
  let site: PackedSite;
  beforeAll(async () => {
    site = await packedSite();
  });
  afterAll(() => site?.remove());

  it.each(PACKAGES)('%s is packed as publint and attw want it', async (name) => {
    const data = new Uint8Array(await readFile(tarball(name)));
    const { messages } = await publint({ pack: { tarball: data.buffer }, strict: true });
    expect(messages).toEqual([]);
    const checked = await checkPackage(createPackageFromTarballData(data));
    const problems = 'problems' in checked ? checked.problems : ['no types'];
    // ES modules only, by intent: nothing for require() and for resolution that knows no exports.
    const meant = problems.filter(
      (problem) =>
        typeof problem === 'string' ||
        !('resolutionKind' in problem) ||
        !['node10', 'node16-cjs'].includes(problem.resolutionKind),
    );
    expect(meant).toEqual([]);
  });

  it('have types that hold', async () => {
    await site.write('site.ts', SITE);
    await site.write('wrong.ts', WRONG);
    const said = site.typecheck(['site.ts', 'wrong.ts'], { skipDefaultLibCheck: true });
    expect(await said).toMatch(/^wrong\.ts.*'kode' does not exist.*\n$/);
    for (const [name, text] of Object.entries(COMPONENTS)) await site.write(name, text);
    // The frameworks' own declarations are theirs to check.
    expect(await site.typecheck(Object.keys(COMPONENTS), { skipLibCheck: true })).toBe('');
  });

  it('are imported and rendered on a server, where there is no document', async () => {
    await site.write('server.js', SERVER);
    expect(JSON.parse(site.run('server.js'))).toEqual({
      globals: 'undefined undefined undefined',
      version: '0.1.0',
      closed: false,
      react: '<p>closed<!-- -->, <!-- -->nothing yet</p>',
      vue: '<!--[--><p>closed</p><!--]-->',
      angular: ['LivenessService', 'OZ_LIVENESS_ADAPTER_URL', 'OzLivenessComponent', 'provideOzLiveness'],
    });
  });

  it('are bundled by a site and run in a page', async () => {
    await site.write('site.ts', SITE);
    const built = await build({
      configFile: false,
      root: site.folder,
      logLevel: 'silent',
      build: { write: false, rollupOptions: { input: join(site.folder, 'site.ts') } },
    });
    const [script] = [built].flat().flatMap((each) => ('output' in each ? each.output : []));
    if (script?.type !== 'chunk') throw new Error('the bundler made no script');
    const classic = await readFile(
      join(site.folder, 'node_modules/@presence/web-sdk/dist/presence.js'),
      'utf8',
    );
    const element = await readFile(
      join(site.folder, 'node_modules/@presence/element/dist/oz-liveness.js'),
      'utf8',
    );
    const { server, url } = await serve({
      '/site.js': script.code,
      '/classic.js': classic,
      '/element.js': element,
    });
    try {
      const found = await withPage({ clip: 'idle' }, async (page) => {
        await page.goto(url);
        return await page.evaluate(async () => {
          const own = window as unknown as {
            liveness: { check(): Promise<unknown> };
            Presence: { createOzLiveness(options: object): { check(): Promise<unknown> } };
          }; // set by SITE and by the classic script
          const classic = own.Presence.createOzLiveness({ adapterUrl: '/' });
          const tag = document.createElement('oz-liveness') as unknown as { state: unknown }; // the third script's
          return [await own.liveness.check(), await classic.check(), tag.state];
        });
      });
      const support = { supported: true, missing: [] };
      expect(found).toMatchObject([support, support, { window: 'closed', outcome: null }]);
    } finally {
      server.close();
    }
  });
});

const SERVER = `import '@angular/compiler';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { createSSRApp, h } from 'vue';
import { renderToString as renderVue } from '@vue/server-renderer';
import { createOzLiveness, SDK_VERSION } from '@presence/web-sdk';
import { defineOzLivenessElement } from '@presence/element';
import { OzLiveness, useOzLiveness } from '@presence/react';
import { OzLiveness as VueLiveness } from '@presence/vue';
import * as angular from '@presence/angular';

defineOzLivenessElement();
const options = { adapterUrl: 'https://presence.example.com/' };
function Check() {
  const { window, outcome } = useOzLiveness(options);
  return createElement('p', null, window, ', ', outcome?.kind ?? 'nothing yet', createElement(OzLiveness, { ...options, open: true }));
}
const app = createSSRApp({
  render: () => h(VueLiveness, { ...options, open: true }, { default: ({ state }) => h('p', state.value.window) }),
});
console.log(JSON.stringify({
  globals: [typeof window, typeof document, typeof customElements].join(' '),
  version: SDK_VERSION,
  closed: createOzLiveness(options).isOpen,
  react: renderToString(createElement(Check)),
  vue: await renderVue(app),
  angular: Object.keys(angular).sort(),
}));
`;

async function serve(scripts: Readonly<Record<string, string>>): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const script = scripts[request.url ?? ''];
    response.writeHead(200, { 'content-type': script === undefined ? 'text/html' : 'text/javascript' });
    response.end(
      script ??
        '<!doctype html><title>Site</title><script src="/classic.js"></script><script src="/element.js"></script><script type="module" src="/site.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the site has no port');
  return { server, url: `http://localhost:${address.port}/` };
}
