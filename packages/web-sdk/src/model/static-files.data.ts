/** File name beside `plugin_liveness.js`. */
export const STATIC_CONFIG_FILE = 'config.json';
/** File name of the list of built files, beside it. */
export const ASSET_MANIFEST_FILE = 'asset-manifest.json';
