/**
 * How labels of cameras tell which way a camera looks and which lens it is. A label is free text that the system writes,
 * so a rule may miss; then the camera the browser chose by itself is kept.
 *
 * Sources, 2026-11-22: Android labels are made by Chromium ("camera2 0, facing back", media/capture/video/android,
 * VideoCaptureCamera2.java); iOS and macOS labels are AVCaptureDevice.localizedName ("Back Ultra Wide Camera"), translated
 * by the system; w3c/mediacapture-extensions#20 (ultra-wide picked by mistake), aws-amplify/amplify-ui#4326 (infrared
 * camera of the Pixel 4), #6199 (no switch). Patterns are stems, so that one covers a language's endings.
 */
export interface LensRule {
  readonly name: 'infrared' | 'depth' | 'desk' | 'macro' | 'telephoto' | 'ultra_wide' | 'several';
  readonly pattern: RegExp;
  /** The smaller, the better for a face or a document held in the hand; 0 is the main lens. */
  readonly rank: number;
  readonly source: string;
}

export const LENS_RULES: readonly LensRule[] = [
  {
    name: 'infrared',
    pattern: /\binfra-?red\b|\bir\b|windows hello|инфракрас|infrarot|infrarouge|infrarroj|infravermelh/i,
    rank: 100,
    source: 'Windows Hello webcams ("Integrated IR Camera"); amplify-ui#4326',
  },
  {
    name: 'depth',
    pattern: /\bdepth\b|\btof\b|true ?depth|lidar/i,
    rank: 90,
    source: 'AVFoundation: "Front TrueDepth Camera", "Back LiDAR Depth Camera"',
  },
  {
    name: 'desk',
    pattern: /desk view/i,
    rank: 80,
    source: 'macOS 13 Continuity Camera: "… Desk View Camera" shows the table',
  },
  { name: 'macro', pattern: /\bmacro\b/i, rank: 70, source: 'labels of Android vendors' },
  {
    name: 'telephoto',
    pattern: /tele|téléobj|телефото|телеоб|长焦|長焦|望遠|망원/i,
    rank: 60,
    source: 'AVFoundation: "Back Telephoto Camera" and its translations',
  },
  {
    name: 'ultra_wide',
    pattern: /ultra|superweit|сверхшир|ультрашир|超广角|超廣角|超広角|초광각/i,
    rank: 50,
    source: 'AVFoundation: "Back Ultra Wide Camera" and its translations',
  },
  {
    // At zoom 1 a combined camera shows its widest lens, and it jumps between lenses during a gesture.
    name: 'several',
    pattern:
      /\b(dual|triple|quad)|doppel|dreifach|doble|dupl|tripl|двойн|тройн|қос|үш|デュアル|トリプル|双|雙|三镜|三鏡|듀얼|트리플/i,
    rank: 20,
    source: 'AVFoundation: "Back Dual Wide Camera", "Back Triple Camera" and their translations',
  },
];

/** Which way a camera looks, by its label. */
export const FACING_RULES: readonly { readonly facing: 'user' | 'environment'; readonly pattern: RegExp }[] =
  [
    {
      facing: 'environment',
      pattern:
        /\bback\b|\brear\b|environment|rück|arri[eè]re|traser|posterior|traseir|задн|артқы|后置|后面|後置|後面|背面|후면|achter|arka|tyln|baks|خلفي|אחור/i,
    },
    {
      facing: 'user',
      pattern:
        /\bfront\b|\buser\b|\bselfie\b|facetime|vorder|\bavant\b|frontal|anterior|фронтал|передн|алдыңғы|前置|前面|전면|voorz|\bön\b|przedn|أمامي|קדמי/i,
    },
  ];

/** Android numbers its cameras; in each direction the lowest is the main one. */
export const ANDROID_NUMBER = /^camera2? (\d+), facing/i;
