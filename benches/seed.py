"""The job as a user of python-ffmpeg-video-streaming writes it: one encode, HLS and DASH of it.

SOURCE OUT FFMPEG PRESET GOP SEGMENT RUNGS SOUND; OUT needs a folder, RUNGS is 640x360:500,426x240:250.
"""

import sys

import ffmpeg_streaming
from ffmpeg_streaming import Bitrate, Formats, Representation, Size

source, out, ffmpeg, preset, gop, segment, rungs, sound = sys.argv[1:]
settings = {"profile:v": "main", "pix_fmt": "yuv420p", "flags": "+cgop", "ac": 2}
h264 = Formats.h264(preset=preset, bf=3, g=int(gop), keyint_min=int(gop), **settings)
dash = ffmpeg_streaming.input(source).dash(h264, seg_duration=segment)
dash.generate_hls_playlist()
representations = []
for rung in rungs.split(","):
    size, kilobits = rung.split(":")
    width, height = size.split("x")
    # It divides by 1024 to write kilobits.
    rates = Bitrate(int(kilobits) * 1024, int(sound) * 1024)
    representations.append(Representation(Size(int(width), int(height)), rates))
dash.representations(*representations)
dash.output(out, ffmpeg_bin=ffmpeg)
