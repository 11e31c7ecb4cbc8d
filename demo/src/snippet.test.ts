import { describe, expect, it } from 'vitest';
import { snippet } from './snippet.ts';

describe('snippet', () => {
  it('shows the call the page makes', () => {
    const code = snippet('https://check.example', {
      lang: 'es',
      action: ['video_selfie_left'],
      meta: { transaction_id: 'a' },
    });
    expect(code).toContain('<script src="https://check.example/plugin_liveness.php"></script>');
    expect(code).toContain("lang: 'es',");
    expect(code).toContain("action: ['video_selfie_left'],");
  });

  it('leaves out the actions when the adapter draws them', () => {
    expect(snippet('', { action: null })).not.toContain('action:');
  });

  it('quotes what a clerk may type', () => {
    expect(snippet('', { meta: { transaction_id: "O'Neil" } })).toContain("'O\\'Neil'");
  });
});
