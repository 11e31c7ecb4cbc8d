import { defineConfig } from 'vite';

/** Static pages, served by the adapter at `/` under its strict content security policy: nothing is inlined. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { customer: 'index.html', operator: 'operator.html' },
    },
  },
});
