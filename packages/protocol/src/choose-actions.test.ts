import { describe, expect, it } from 'vitest';
import { VIDEO_ACTIONS } from './actions.ts';
import { type ActionRules, chooseActions } from './choose-actions.ts';

const rules: ActionRules = {
  video_actions_list: ['video_selfie_left', 'video_selfie_right', 'video_selfie_smile'],
  video_required_actions_list: [],
  photo_actions_list: ['photo_id_front', 'photo_id_back'],
  actions_default_importance: false,
  actions_default: { video_count: 2, photo_front: true, photo_back: false },
};
const first = () => 0;

describe('chooseActions', () => {
  it("takes the page's list in its order, cut to what is allowed", () => {
    const asked = ['photo_id_front', 'video_selfie_scan', 'video_selfie_right', 'nonsense'];
    expect(chooseActions(rules, asked, first)).toEqual(['photo_id_front', 'video_selfie_right']);
  });

  it('draws at random when the page asks for nothing', () => {
    for (const nothing of [null, undefined, []])
      expect(chooseActions(rules, nothing, first)).toEqual([
        'video_selfie_left',
        'video_selfie_right',
        'photo_id_front',
      ]);
    expect(chooseActions(rules, null, (below) => below - 1).slice(0, 2)).toEqual([
      'video_selfie_smile',
      'video_selfie_right',
    ]);
  });

  it("ignores the page's list when the configuration is what counts", () => {
    const strict = { ...rules, actions_default_importance: true };
    expect(chooseActions(strict, ['video_selfie_smile'], first)).toEqual([
      'video_selfie_left',
      'video_selfie_right',
      'photo_id_front',
    ]);
  });

  it('draws every allowed action sooner or later, never twice in one challenge', () => {
    const open = { ...rules, video_actions_list: VIDEO_ACTIONS };
    const seen = new Set<string>();
    let state = 7;
    const random = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((state / 2_147_483_648) * below);
    };
    for (let round = 0; round < 200; round += 1) {
      const videos = chooseActions(open, null, random).slice(0, 2);
      expect(new Set(videos).size).toBe(2);
      for (const action of videos) seen.add(action);
    }
    expect(seen.size).toBe(VIDEO_ACTIONS.length);
  });

  it('always adds the required actions, once', () => {
    const required = { ...rules, video_required_actions_list: ['video_selfie_blank'] as const };
    expect(chooseActions(required, ['video_selfie_left'], first)).toEqual([
      'video_selfie_blank',
      'video_selfie_left',
    ]);
    expect(chooseActions(required, null, first)).toContain('video_selfie_blank');
    expect(chooseActions(required, ['video_selfie_scan'], first)).toEqual(['video_selfie_blank']);
  });

  it('leaves nothing of a list of which nothing is allowed', () => {
    expect(chooseActions(rules, ['video_selfie_scan'], first)).toEqual([]);
  });
});
