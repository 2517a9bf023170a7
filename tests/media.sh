#!/bin/sh
# Makes the clips and the key that the manifests in jobs/ read. Usage: media.sh FOLDER
set -eu
folder=$1
ffmpeg=${RENDIT_TEST_FFMPEG:-ffmpeg}
mkdir -p "$folder/media/archive/1999" "$folder/keys"
cd "$folder"

make_clip() {
    [ -s "$1" ] && return 0
    part="$1.part"
    shift_to=$1
    shift
    "$ffmpeg" -v error -nostdin -y "$@" "$part"
    mv "$part" "$shift_to"
}

picture="testsrc2=size=640x360:rate=25:duration=10"
ntsc="testsrc2=size=320x180:rate=30000/1001:duration=3"
make_clip media/film.mp4 -f lavfi -i "$picture" -f lavfi -i "sine=frequency=440:sample_rate=48000:duration=10" \
    -c:v libx264 -preset veryfast -c:a aac -b:a 128k -f mp4
make_clip media/film.fr.flac -f lavfi -i "sine=frequency=660:sample_rate=48000:duration=10" -f flac
make_clip media/archive/one.mov -f lavfi -i "$ntsc" -f lavfi -i "sine=frequency=440:duration=3" \
    -c:v libx264 -preset ultrafast -c:a aac -f mov
make_clip media/archive/1999/two.mkv -f lavfi -i "$ntsc" -c:v libx264 -preset ultrafast -f matroska

[ -s keys/film.key ] || head -c 16 /dev/urandom > keys/film.key
