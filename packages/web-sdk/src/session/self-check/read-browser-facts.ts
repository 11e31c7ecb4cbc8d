import { cameraSurroundings } from '../../camera/camera-surroundings.ts';
import { checkSupport } from '../check-support.ts';
import { spawnModuleWorker } from '../spawn-worker.ts';
import type { BrowserFacts } from './browser-findings.ts';

/** The smallest module that uses a SIMD instruction (`i8x16.splat`, `v128` drop). */
const SIMD_MODULE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0],
  ...[10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11],
);
const STORAGE_KEY = 'presence.self-check';

/** @param workerUrl a module worker of this adapter; it is started and ended at once. */
export async function readBrowserFacts(workerUrl: string | undefined): Promise<BrowserFacts> {
  const surroundings = cameraSurroundings();
  return {
    surroundings,
    support: await checkSupport(surroundings.allowedByPolicy),
    framed: window.top !== window,
    moduleWorkers: workerUrl !== undefined && startsModuleWorker(workerUrl),
    simd: typeof WebAssembly === 'object' && WebAssembly.validate(SIMD_MODULE),
    renderer: rendererName(),
    storage: keeps(),
  };
}

function startsModuleWorker(url: string): boolean {
  try {
    spawnModuleWorker(url).terminate();
    return true;
  } catch {
    return false;
  }
}

function rendererName(): string | undefined {
  const canvas = document.createElement('canvas');
  const gl = canvas.getContext('webgl2') ?? canvas.getContext('webgl');
  if (gl === null) return undefined;
  const unmasked = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(unmasked?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER);
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return String(name);
}

function keeps(): boolean {
  try {
    localStorage.setItem(STORAGE_KEY, '1');
    localStorage.removeItem(STORAGE_KEY);
    return true;
  } catch {
    return false;
  }
}
