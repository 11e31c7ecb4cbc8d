import vue from '@vitejs/plugin-vue';
import { defaultClientConditions, defineConfig } from 'vite';
import { angularAot } from './build/angular-aot.mjs';
import { pageLayouts } from './build/page-layouts.mjs';

/** Static pages, served by the adapter at `/` under its strict content security policy: nothing is inlined. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [
    pageLayouts(`${import.meta.dirname}/layouts`),
    vue(),
    angularAot(`${import.meta.dirname}/tsconfig.angular.json`),
  ],
  // Our own packages from their sources.
  resolve: { conditions: ['@presence/source', ...defaultClientConditions] },
  define: { ngDevMode: 'false', ngJitMode: 'false', ngI18nClosureMode: 'false' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The Angular compiler takes its time, and a bundle for browsers has no use for "use client".
      checks: { bundlerTimings: false },
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
      input: {
        customer: 'index.html',
        operator: 'operator.html',
        react: 'react.html',
        vue: 'vue.html',
        angular: 'angular.html',
        element: 'element.html',
      },
    },
  },
});
