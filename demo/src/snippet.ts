import type { OpenOptions } from './oz-liveness.ts';

/** The code that makes the same call on a page of one's own. */
export function snippet(origin: string, options: OpenOptions): string {
  const { lang, action, meta, cameraFacingMode } = options;
  const lines = [
    lang === undefined ? '' : `lang: ${quoted(lang)},`,
    action === null || action === undefined ? '' : `action: [${action.map(quoted).join(', ')}],`,
    cameraFacingMode === undefined ? '' : `cameraFacingMode: ${quoted(cameraFacingMode)},`,
    `meta: { transaction_id: ${quoted(meta?.transaction_id ?? 'your-own-id')} },`,
    'on_complete: (result) => showNextStep(result),',
    'on_error: (error) => report(error.code),',
  ].filter((line) => line !== '');
  return [
    `<script src="${origin}/plugin_liveness.php"></script>`,
    '<script type="module">',
    "  document.querySelector('#check').onclick = () =>",
    '    OzLiveness.open({',
    ...lines.map((line) => `      ${line}`),
    '    });',
    '</script>',
  ].join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
