;; The arithmetic of the light face finder (src/tracking/finder-network.ts): three layers on four pixels or four channels at a
;; time. Pictures are rows of pixels, pixels rows of float32 channels, a multiple of eight of them. "Line", "step" and "row" are
;; distances in bytes: from one output line to the next, from one output pixel to the next, from one input row to the next.
;; Nothing here allocates or checks: the caller lays out the memory.
(module
  (import "finder" "memory" (memory 1))

  ;; out = bias + sum of weights x input over `rows` rows of `run` floats, + skip where there is one, cut at zero if `relu`.
  ;; `places` is a multiple of four. Weights lie in the order outputs / 8, rows, run, 8. Skip may have fewer channels than out.
  (func (export "convolve")
    (param $in i32) (param $inLine i32) (param $inStep i32) (param $inRow i32) (param $rows i32) (param $run i32)
    (param $weights i32) (param $bias i32)
    (param $skip i32) (param $skipLine i32) (param $skipStep i32)
    (param $out i32) (param $outLine i32) (param $outStep i32)
    (param $lines i32) (param $places i32) (param $relu i32)
    (local $place i32) (local $channel i32) (local $row i32) (local $left i32) (local $weight i32)
    (local $x0 i32) (local $x1 i32) (local $x2 i32) (local $x3 i32) (local $to i32) (local $from i32) (local $inAt i32)
    (local $w0 v128) (local $w1 v128) (local $x v128)
    (local $a0 v128) (local $a1 v128) (local $b0 v128) (local $b1 v128)
    (local $c0 v128) (local $c1 v128) (local $d0 v128) (local $d1 v128)
    (loop $nextLine
      (local.set $place (i32.const 0))
      (loop $nextPlace
        (local.set $channel (i32.const 0))
        (local.set $weight (local.get $weights))
        (loop $nextChannels
          (local.set $a0 (v128.load (i32.add (local.get $bias) (local.get $channel))))
          (local.set $a1 (v128.load offset=16 (i32.add (local.get $bias) (local.get $channel))))
          (local.set $b0 (local.get $a0)) (local.set $b1 (local.get $a1))
          (local.set $c0 (local.get $a0)) (local.set $c1 (local.get $a1))
          (local.set $d0 (local.get $a0)) (local.set $d1 (local.get $a1))
          (local.set $row (i32.const 0))
          (local.set $inAt (i32.add (local.get $in) (i32.mul (local.get $place) (local.get $inStep))))
          (loop $nextRow
            (local.set $x0 (local.get $inAt))
            (local.set $x1 (i32.add (local.get $x0) (local.get $inStep)))
            (local.set $x2 (i32.add (local.get $x1) (local.get $inStep)))
            (local.set $x3 (i32.add (local.get $x2) (local.get $inStep)))
            (local.set $left (local.get $run))
            (loop $nextFloat
              (local.set $w0 (v128.load (local.get $weight)))
              (local.set $w1 (v128.load offset=16 (local.get $weight)))
              (local.set $x (v128.load32_splat (local.get $x0)))
              (local.set $a0 (f32x4.add (local.get $a0) (f32x4.mul (local.get $x) (local.get $w0))))
              (local.set $a1 (f32x4.add (local.get $a1) (f32x4.mul (local.get $x) (local.get $w1))))
              (local.set $x (v128.load32_splat (local.get $x1)))
              (local.set $b0 (f32x4.add (local.get $b0) (f32x4.mul (local.get $x) (local.get $w0))))
              (local.set $b1 (f32x4.add (local.get $b1) (f32x4.mul (local.get $x) (local.get $w1))))
              (local.set $x (v128.load32_splat (local.get $x2)))
              (local.set $c0 (f32x4.add (local.get $c0) (f32x4.mul (local.get $x) (local.get $w0))))
              (local.set $c1 (f32x4.add (local.get $c1) (f32x4.mul (local.get $x) (local.get $w1))))
              (local.set $x (v128.load32_splat (local.get $x3)))
              (local.set $d0 (f32x4.add (local.get $d0) (f32x4.mul (local.get $x) (local.get $w0))))
              (local.set $d1 (f32x4.add (local.get $d1) (f32x4.mul (local.get $x) (local.get $w1))))
              (local.set $x0 (i32.add (local.get $x0) (i32.const 4)))
              (local.set $x1 (i32.add (local.get $x1) (i32.const 4)))
              (local.set $x2 (i32.add (local.get $x2) (i32.const 4)))
              (local.set $x3 (i32.add (local.get $x3) (i32.const 4)))
              (local.set $weight (i32.add (local.get $weight) (i32.const 32)))
              (br_if $nextFloat (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
            (local.set $inAt (i32.add (local.get $inAt) (local.get $inRow)))
            (local.set $row (i32.add (local.get $row) (i32.const 1)))
            (br_if $nextRow (i32.lt_u (local.get $row) (local.get $rows))))
          (if (i32.lt_u (local.get $channel) (local.get $skipStep))
            (then
              (local.set $from
                (i32.add
                  (i32.add (local.get $skip) (local.get $channel))
                  (i32.mul (local.get $place) (local.get $skipStep))))
              (local.set $a0 (f32x4.add (local.get $a0) (v128.load (local.get $from))))
              (local.set $a1 (f32x4.add (local.get $a1) (v128.load offset=16 (local.get $from))))
              (local.set $from (i32.add (local.get $from) (local.get $skipStep)))
              (local.set $b0 (f32x4.add (local.get $b0) (v128.load (local.get $from))))
              (local.set $b1 (f32x4.add (local.get $b1) (v128.load offset=16 (local.get $from))))
              (local.set $from (i32.add (local.get $from) (local.get $skipStep)))
              (local.set $c0 (f32x4.add (local.get $c0) (v128.load (local.get $from))))
              (local.set $c1 (f32x4.add (local.get $c1) (v128.load offset=16 (local.get $from))))
              (local.set $from (i32.add (local.get $from) (local.get $skipStep)))
              (local.set $d0 (f32x4.add (local.get $d0) (v128.load (local.get $from))))
              (local.set $d1 (f32x4.add (local.get $d1) (v128.load offset=16 (local.get $from))))))
          (if (local.get $relu)
            (then
              (local.set $x (v128.const f32x4 0 0 0 0))
              (local.set $a0 (f32x4.pmax (local.get $x) (local.get $a0)))
              (local.set $a1 (f32x4.pmax (local.get $x) (local.get $a1)))
              (local.set $b0 (f32x4.pmax (local.get $x) (local.get $b0)))
              (local.set $b1 (f32x4.pmax (local.get $x) (local.get $b1)))
              (local.set $c0 (f32x4.pmax (local.get $x) (local.get $c0)))
              (local.set $c1 (f32x4.pmax (local.get $x) (local.get $c1)))
              (local.set $d0 (f32x4.pmax (local.get $x) (local.get $d0)))
              (local.set $d1 (f32x4.pmax (local.get $x) (local.get $d1)))))
          (local.set $to
            (i32.add
              (i32.add (local.get $out) (local.get $channel))
              (i32.mul (local.get $place) (local.get $outStep))))
          (v128.store (local.get $to) (local.get $a0))
          (v128.store offset=16 (local.get $to) (local.get $a1))
          (local.set $to (i32.add (local.get $to) (local.get $outStep)))
          (v128.store (local.get $to) (local.get $b0))
          (v128.store offset=16 (local.get $to) (local.get $b1))
          (local.set $to (i32.add (local.get $to) (local.get $outStep)))
          (v128.store (local.get $to) (local.get $c0))
          (v128.store offset=16 (local.get $to) (local.get $c1))
          (local.set $to (i32.add (local.get $to) (local.get $outStep)))
          (v128.store (local.get $to) (local.get $d0))
          (v128.store offset=16 (local.get $to) (local.get $d1))
          (local.set $channel (i32.add (local.get $channel) (i32.const 32)))
          (br_if $nextChannels (i32.lt_u (local.get $channel) (local.get $outStep))))
        (local.set $place (i32.add (local.get $place) (i32.const 4)))
        (br_if $nextPlace (i32.lt_u (local.get $place) (local.get $places))))
      (local.set $in (i32.add (local.get $in) (local.get $inLine)))
      (local.set $skip (i32.add (local.get $skip) (local.get $skipLine)))
      (local.set $out (i32.add (local.get $out) (local.get $outLine)))
      (br_if $nextLine (local.tee $lines (i32.sub (local.get $lines) (i32.const 1))))))

  ;; Each channel by itself: bias + nine weights x a window of 3 x 3. Weights lie in the order window row, column, channel.
  ;; `inStep` is the distance of two input pixels, `inPlace` that of two windows; the output has no gaps between its pixels.
  (func (export "depthwise")
    (param $in i32) (param $inLine i32) (param $inPlace i32) (param $inStep i32) (param $inRow i32)
    (param $weights i32) (param $bias i32) (param $out i32) (param $lines i32) (param $places i32)
    (local $place i32) (local $channel i32) (local $row i32) (local $at i32) (local $weight i32) (local $sum v128)
    (local $twoSteps i32)
    (local.set $twoSteps (i32.shl (local.get $inStep) (i32.const 1)))
    (loop $nextLine
      (local.set $place (i32.const 0))
      (loop $nextPlace
        (local.set $channel (i32.const 0))
        (loop $nextChannels
          (local.set $sum (v128.load (i32.add (local.get $bias) (local.get $channel))))
          (local.set $weight (i32.add (local.get $weights) (local.get $channel)))
          (local.set $at
            (i32.add
              (i32.add (local.get $in) (local.get $channel))
              (i32.mul (local.get $place) (local.get $inPlace))))
          (local.set $row (i32.const 3))
          (loop $nextRow
            (local.set $sum (f32x4.add (local.get $sum)
              (f32x4.mul (v128.load (local.get $at)) (v128.load (local.get $weight)))))
            (local.set $weight (i32.add (local.get $weight) (local.get $inStep)))
            (local.set $sum (f32x4.add (local.get $sum)
              (f32x4.mul
                (v128.load (i32.add (local.get $at) (local.get $inStep)))
                (v128.load (local.get $weight)))))
            (local.set $weight (i32.add (local.get $weight) (local.get $inStep)))
            (local.set $sum (f32x4.add (local.get $sum)
              (f32x4.mul
                (v128.load (i32.add (local.get $at) (local.get $twoSteps)))
                (v128.load (local.get $weight)))))
            (local.set $weight (i32.add (local.get $weight) (local.get $inStep)))
            (local.set $at (i32.add (local.get $at) (local.get $inRow)))
            (br_if $nextRow (local.tee $row (i32.sub (local.get $row) (i32.const 1)))))
          (v128.store (i32.add (local.get $out) (local.get $channel)) (local.get $sum))
          (local.set $channel (i32.add (local.get $channel) (i32.const 16)))
          (br_if $nextChannels (i32.lt_u (local.get $channel) (local.get $inStep))))
        (local.set $out (i32.add (local.get $out) (local.get $inStep)))
        (local.set $place (i32.add (local.get $place) (i32.const 1)))
        (br_if $nextPlace (i32.lt_u (local.get $place) (local.get $places))))
      (local.set $in (i32.add (local.get $in) (local.get $inLine)))
      (br_if $nextLine (local.tee $lines (i32.sub (local.get $lines) (i32.const 1))))))

  ;; The largest of each 2 x 2 pixels, channel by channel; the output has no gaps between its pixels.
  (func (export "pool")
    (param $in i32) (param $inLine i32) (param $inStep i32) (param $inRow i32)
    (param $out i32) (param $lines i32) (param $places i32)
    (local $place i32) (local $channel i32) (local $at i32) (local $below i32)
    (loop $nextLine
      (local.set $place (i32.const 0))
      (loop $nextPlace
        (local.set $channel (i32.const 0))
        (loop $nextChannels
          (local.set $at
            (i32.add
              (i32.add (local.get $in) (local.get $channel))
              (i32.mul (local.get $place) (i32.shl (local.get $inStep) (i32.const 1)))))
          (local.set $below (i32.add (local.get $at) (local.get $inRow)))
          (v128.store (i32.add (local.get $out) (local.get $channel))
            (f32x4.pmax
              (f32x4.pmax
                (v128.load (local.get $at))
                (v128.load (i32.add (local.get $at) (local.get $inStep))))
              (f32x4.pmax
                (v128.load (local.get $below))
                (v128.load (i32.add (local.get $below) (local.get $inStep))))))
          (local.set $channel (i32.add (local.get $channel) (i32.const 16)))
          (br_if $nextChannels (i32.lt_u (local.get $channel) (local.get $inStep))))
        (local.set $out (i32.add (local.get $out) (local.get $inStep)))
        (local.set $place (i32.add (local.get $place) (i32.const 1)))
        (br_if $nextPlace (i32.lt_u (local.get $place) (local.get $places))))
      (local.set $in (i32.add (local.get $in) (local.get $inLine)))
      (br_if $nextLine (local.tee $lines (i32.sub (local.get $lines) (i32.const 1)))))))
