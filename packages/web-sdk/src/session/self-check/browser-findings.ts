import type { CameraSurroundings } from '../../camera/camera-failure.ts';
import type { SupportReport } from '../check-support.ts';
import { bad, type Finding, good, warn } from './finding.ts';

/** What the browser can do, read without asking anybody for anything. */
export interface BrowserFacts {
  readonly surroundings: CameraSurroundings;
  readonly support: SupportReport;
  /** The page is shown inside another one. */
  readonly framed: boolean;
  readonly moduleWorkers: boolean;
  readonly simd: boolean;
  /** Name of the graphics renderer; undefined without WebGL. */
  readonly renderer: string | undefined;
  /** Whether the page may keep something (localStorage). */
  readonly storage: boolean;
}

/** Renderers that draw on the processor: SwiftShader (Chromium), llvmpipe (Mesa), Microsoft Basic Render. */
const SOFTWARE_RENDERER = /swiftshader|llvmpipe|softpipe|basic render|software/i;

export function browserFindings(facts: BrowserFacts): readonly Finding[] {
  return [
    secureContext(facts),
    policy(facts),
    permission(facts),
    features(facts),
    moduleWorkers(facts),
    simd(facts),
    webgl(facts),
    storage(facts),
  ];
}

function secureContext({ surroundings }: BrowserFacts): Finding {
  const what = 'Secure page';
  if (surroundings.secureContext) return good(what, 'The page is https or localhost.');
  return bad(
    what,
    'Browsers give no camera to pages over plain http.',
    'Put a TLS proxy in front of the adapter and open the page over https; only localhost works without.',
  );
}

function policy({ surroundings, framed }: BrowserFacts): Finding {
  const what = 'Camera policy';
  const where = framed ? 'This page is in a frame' : 'This page is not in a frame';
  if (surroundings.allowedByPolicy === true) return good(what, `${where}; the camera is allowed here.`);
  if (surroundings.allowedByPolicy === null)
    return good(what, `${where}; this browser does not tell whether the camera is allowed here.`);
  return bad(
    what,
    `${where}, and its policy forbids the camera.`,
    'Give the frame allow="camera", and look for a Permissions-Policy header with camera=() on the page and on every page around it.',
  );
}

function permission({ support }: BrowserFacts): Finding {
  const what = 'Camera permission';
  switch (support.cameraPermission) {
    case 'granted':
      return good(what, 'Given to this site.');
    case 'prompt':
      return good(what, 'The browser will ask.');
    case 'unknown':
      return good(what, 'This browser does not tell before it is asked.');
    case 'denied':
      return bad(
        what,
        'Refused for this site, earlier or by a rule of the device.',
        'Open the site settings beside the address, allow the camera and load the page again. On managed devices ask the administrator.',
      );
  }
}

function features({ support }: BrowserFacts): Finding {
  const what = 'Browser features';
  if (support.missing.length === 0) return good(what, 'All that a capture needs is there.');
  return bad(
    what,
    `Missing: ${support.missing.join(', ')}.`,
    'Update the browser, or use a current Chrome, Edge, Firefox or Safari.',
  );
}

function moduleWorkers({ moduleWorkers: present }: BrowserFacts): Finding {
  const what = 'Module workers';
  if (present) return good(what, 'The detector can run beside the page.');
  return warn(
    what,
    'The browser has none.',
    'Captures use the second detector, which loads longer. Update the browser, or allow the adapter in worker-src of the policy.',
  );
}

function simd({ simd: present }: BrowserFacts): Finding {
  const what = 'WebAssembly SIMD';
  if (present) return good(what, 'The detector can use it.');
  return bad(
    what,
    'The browser has none, so no detector runs and captures are manual.',
    'Update the browser; on iPhones SIMD came with iOS 16.4. Lockdown mode switches WebAssembly off.',
  );
}

function webgl({ renderer }: BrowserFacts): Finding {
  const what = 'WebGL';
  if (renderer === undefined)
    return warn(
      what,
      'Not available. Captures do not need it, but pages are drawn without a graphics card.',
      'If the picture stutters, switch hardware acceleration on in the browser settings.',
    );
  if (SOFTWARE_RENDERER.test(renderer))
    return warn(
      what,
      `Drawn by the processor (${renderer}).`,
      'Captures work; on a real device switch hardware acceleration on in the browser settings.',
    );
  return good(what, renderer);
}

function storage({ storage: present }: BrowserFacts): Finding {
  const what = 'Storage';
  if (present) return good(what, 'The chosen camera is remembered for the next capture.');
  return warn(
    what,
    'The page may keep nothing.',
    'Captures work; the chosen camera is not remembered. Private windows and blocked site data cause this.',
  );
}
