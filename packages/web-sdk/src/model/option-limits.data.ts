/** Longest wait for the camera a page may ask for, in milliseconds; timers of browsers overflow far above it. */
export const MAX_CAMERA_WAIT_MS = 3_600_000;

/** Longest texts of `open()`, in characters: those the adapter's init.php takes. */
export const TEXT_LIMITS = { session_token: 8192, token: 4096, lang: 35 } as const;
