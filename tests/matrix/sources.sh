#!/usr/bin/env bash
# Generates the clips that the matrix packages: sources.sh FOLDER makes film-25.mp4 and film-2997.mp4 with English
# sound, a French sidecar for each, and a JSON file that says what is in them. Knows nothing of rendit or of players.
#
# Every frame carries its own number as eight black or white blocks along its upper edge (left = 1, then 2, 4 …),
# once a second one frame is a white flash, and a 2 kHz beep of 40 ms begins with it. Below the beep each
# language hums on a pitch of its own, so what is seen and heard can be told from the rendering alone.
set -euo pipefail

folder=${1:?usage: sources.sh FOLDER}
ffmpeg=${RENDIT_TEST_FFMPEG:-ffmpeg}
mkdir -p "$folder"

clip() {
  local name=$1 rate=$2 frames=$3 per_second=$4 first_flash=12
  # The description is written last, so a clip that has one is whole.
  [[ -s $folder/$name.json && $folder/$name.json -nt ${BASH_SOURCE[0]} ]] && return
  rm -f "$folder/$name.json"
  local duration period flash blocks="" bit
  duration="$frames/($rate)" period="$per_second/($rate)" flash="$first_flash/($rate)"
  for bit in 0 1 2 3 4 5 6 7; do
    blocks+=",drawbox=x=$bit*iw/8:y=0:w=iw/8:h=ih/4:t=fill:color=white:enable='gte(mod(n,$((2 << bit))),$((1 << bit)))'"
  done
  local seconds beep
  seconds=$(python3 -c "print(f'{$duration:.6f}')")
  beep="0.7*sin(2*PI*2000*(t-$flash))*gte(t,$flash)*lt(mod(t-$flash,$period),0.04)"
  "$ffmpeg" -hide_banner -nostdin -v error -y \
    -f lavfi -i "testsrc2=size=1024x576:rate=$rate:duration=20" \
    -f lavfi -i "aevalsrc='0.08*sin(2*PI*440*t)+$beep':sample_rate=48000:channel_layout=mono:duration=$seconds" \
    -f lavfi -i "aevalsrc='0.08*sin(2*PI*660*t)+$beep':sample_rate=48000:channel_layout=mono:duration=$seconds" \
    -filter_complex "[0:v]trim=end_frame=$frames,drawbox=t=fill:color=white:enable='eq(mod(n,$per_second),$first_flash)',drawbox=y=0:h=ih/4:t=fill:color=black$blocks,format=yuv420p[v]" \
    -map '[v]' -map 1:a -c:v libx264 -preset veryfast -crf 16 -bf 3 -g 60 -c:a aac -b:a 128k -ac 2 \
    -metadata:s:a:0 language=eng -movflags +faststart "$folder/$name.mp4" \
    -map 2:a -c:a flac -ac 2 "$folder/$name.fr.flac"
  cat >"$folder/$name.json" <<JSON
{
  "rate": "$rate",
  "frames": $frames,
  "first_flash": $first_flash,
  "frames_between_flashes": $per_second,
  "beep_seconds": 0.04,
  "hum": { "en": 440, "fr": 660 }
}
JSON
}

clip film-25 25 175 25
clip film-2997 30000/1001 210 30
