#!/usr/bin/env bash
# Makes terminal-light.png and terminal-dark.png beside it: what a person sees of the example newsroom in 80 columns, in a
# terminal that lays out right-to-left text (mlterm). Needs Xvfb, mlterm, ImageMagick and DejaVu Sans Mono:
#
#     apt-get install xvfb mlterm imagemagick fonts-dejavu-core
#     docs/images/terminal.sh [COPYDESK] [COMMAND…]    # without a command: lint --max-findings 4
set -euo pipefail
cd "$(dirname "$0")/../.."

copydesk=$(realpath "${1:-${CARGO_TARGET_DIR:-target}/release/copydesk}")
shift $(($# > 0))
[ $# -gt 0 ] || set -- lint --max-findings 4
images=$PWD/docs/images
scratch=$(mktemp -d)
display=:$((RANDOM % 1000 + 100))
xvfb='' terminal=''
clean() {
  [ -z "$terminal" ] || kill "$terminal" 2>/dev/null || true
  [ -z "$xvfb" ] || kill "$xvfb" 2>/dev/null || true
  wait 2>/dev/null || true
}
trap 'clean; rm -rf "$scratch"' EXIT

# Fonts are looked for in the home folder; nobody's own settings are seen.
mkdir "$scratch/.mlterm"
printf 'DEFAULT = DejaVu Sans Mono\nISO10646_UCS4_1 = DejaVu Sans Mono\n' | tee "$scratch/.mlterm/aafont" >"$scratch/.mlterm/vaafont"
cat >"$scratch/session" <<END
printf '\e[?25l$ copydesk %s\n' '$*'
cd examples/newsroom
'$copydesk' $*
touch '$scratch/done'
sleep 60
END

Xvfb "$display" -screen 0 1000x1600x24 >/dev/null 2>&1 &
xvfb=$!
sleep 1
for mode in light dark; do
  case $mode in
    light) colours=(-b '#ffffff' -f '#222222') ;;
    dark) colours=(-b '#1e1e1e' -f '#d4d4d4') ;;
  esac
  rm -f "$scratch/done"
  HOME=$scratch DISPLAY=$display LANG=C.UTF-8 LC_ALL=C.UTF-8 TERM=xterm-256color COPYDESK_CACHE_DIR=$scratch/cache \
    mlterm -g "80x${ROWS:-46}" -w 14 "${colours[@]}" -O none -e bash "$scratch/session" >/dev/null 2>&1 &
  terminal=$!
  for _ in $(seq 100); do
    [ ! -e "$scratch/done" ] || break
    sleep 0.1
  done
  [ -e "$scratch/done" ] || { echo "the terminal showed nothing" >&2; exit 1; }
  sleep 1
  # The screen around the window is black; what is left of the rows below the text is cut away with it.
  DISPLAY=$display import -window root "$scratch/screen.png"
  kill "$terminal"
  wait "$terminal" 2>/dev/null || true
  terminal=''
  convert "$scratch/screen.png" -trim +repage -trim +repage -bordercolor "${colours[1]}" -border 8 -colors 64 "$images/terminal-$mode.png"
  echo "$images/terminal-$mode.png"
done
