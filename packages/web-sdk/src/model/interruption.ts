/**
 * Why the picture stopped being usable for a while. `hidden`: the page was out of sight. `muted`: the system took the
 * camera away (a call, another app). `lost`: the camera ended (unplugged, asleep). `switched`: the person chose another
 * one. `turned`: the picture changed its size, usually since the phone was turned.
 */
export type InterruptionReason = 'hidden' | 'muted' | 'lost' | 'switched' | 'turned';
