/**
 * Where the native parts run. Source: the folders of onnxruntime-node 1.30.0 (bin/napi-v6) and the list of prebuilt
 * platforms of sharp 0.35.5, whichever is shorter. Date: 2026-11-22.
 */
export const NATIVE_PLATFORMS = [
  'linux-x64',
  'linux-arm64',
  'darwin-arm64',
  'win32-x64',
  'win32-arm64',
] as const;

/**
 * Instruction sets an x64 processor must have, as Linux names them: sharp's libvips is compiled for x86-64-v2. Source: sharp,
 * "Prebuilt binaries"; psABI x86-64, micro-architecture levels. Date: 2026-11-22.
 */
export const NEEDED_FLAGS = ['cx16', 'lahf_lm', 'popcnt', 'pni', 'ssse3', 'sse4_1', 'sse4_2'] as const;

/** Without these onnxruntime computes with its slow paths. Source: onnxruntime, MLAS kernels by processor. */
export const FAST_FLAGS = ['avx2', 'fma'] as const;
