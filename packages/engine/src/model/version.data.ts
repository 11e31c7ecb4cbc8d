/** Version of this package; a test holds it against package.json. */
export const ENGINE_VERSION = '0.1.0';
