/** Version of this package, sent in the manifest and shown as `OzLiveness.version`. A test compares it with package.json. */
export const SDK_VERSION = '0.1.0';
