import { defineConfig, type Plugin } from 'vite';

/**
 * onnxruntime-web would look for its binary beside itself, and Vite would therefore write all 14 MB of it into the worker. It
 * is told the address when it starts, so that what is left here only has to be a valid one.
 */
const binaryStaysOutside: Plugin = {
  name: 'binary-stays-outside',
  enforce: 'pre',
  transform: {
    filter: { id: /onnxruntime-web/ },
    handler: (code) => ({ code: code.replaceAll('import.meta.url', '(self.origin+"/")'), map: null }),
  },
};

/** Shared by every bundle of `build-plugin-cli.ts`; entries and names are set there. */
export default defineConfig({
  // Addresses of further chunks are relative to the file that loads them, wherever the adapter is mounted.
  base: './',
  publicDir: false,
  plugins: [binaryStaysOutside],
  resolve: { conditions: ['@presence/source', 'import', 'module', 'browser', 'default'] },
  build: { target: 'es2022', minify: true, sourcemap: false, cssMinify: true, reportCompressedSize: false },
});
