/** What `create` is given as an id; nothing else ever names a file or a key. */
export const SESSION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
