import { defineConfig } from 'vite';

/** Shared by every bundle of `build-plugin-cli.ts`; entries and names are set there. */
export default defineConfig({
  // Addresses of further chunks are relative to the file that loads them, wherever the adapter is mounted.
  base: './',
  publicDir: false,
  resolve: {
    conditions: [
      '@presence/source',
      'onnxruntime-web-use-extern-wasm',
      'import',
      'module',
      'browser',
      'default',
    ],
  },
  build: { target: 'es2022', minify: true, sourcemap: false, cssMinify: true, reportCompressedSize: false },
});
