#!/bin/sh
# Downloads a released program for Linux, macOS or Git Bash on Windows, verifies it and installs it.
#
#     sh install.sh                           the newest release, to ~/.local/bin
#     sh install.sh --version 0.1.0 --to DIR
#
# COPYDESK_RELEASES replaces the address of the releases, for a mirror.
set -eu

home=https://github.com/copydesk/copydesk
version='' folder=${HOME:-.}/.local/bin

fail() {
  echo "copydesk: $1" >&2
  echo "  help: $2" >&2
  exit 2
}

while [ $# -gt 0 ]; do
  case $1 in
    --version | --to)
      [ $# -ge 2 ] || fail "$1 has no value" "usage: install.sh [--version VERSION] [--to FOLDER]"
      if [ "$1" = --to ]; then folder=$2; else version=${2#v}; fi
      shift 2
      ;;
    *) fail "unknown argument $1" "usage: install.sh [--version VERSION] [--to FOLDER]" ;;
  esac
done

case $(uname -m) in
  x86_64 | amd64) processor=x86_64 ;;
  aarch64 | arm64) processor=aarch64 ;;
  *) fail "there is no program for the processor $(uname -m)" "build it: cargo install --git $home" ;;
esac
case $(uname -s) in
  Linux) target=$processor-unknown-linux-musl archive=tar.gz ;;
  Darwin) target=$processor-apple-darwin archive=tar.gz ;;
  MINGW* | MSYS* | CYGWIN*) target=$processor-pc-windows-msvc archive=zip ;;
  *) fail "there is no program for $(uname -s)" "build it: cargo install --git $home" ;;
esac

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

if [ -z "$version" ]; then
  # The page of the newest release redirects to the page of its tag.
  newest=$(curl -fsSLI -o "$scratch/page" -w '%{url_effective}' "$home/releases/latest") ||
    fail "the newest release is unknown" "name a version: --version 0.1.0"
  version=${newest##*/v}
fi
releases=${COPYDESK_RELEASES:-$home/releases/download/v$version}
name=copydesk-$version-$target

for file in "$name.$archive" "$name.$archive.sha256"; do
  curl -fsSL -o "$scratch/$file" "$releases/$file" ||
    fail "$releases/$file cannot be downloaded" "check the version, or the connection"
done
cd "$scratch"
if command -v sha256sum >/dev/null; then
  sha256sum --quiet -c "$name.$archive.sha256" >/dev/null 2>&1
else
  shasum -a 256 -c "$name.$archive.sha256" >/dev/null 2>&1
fi || fail "$name.$archive is damaged: its SHA-256 differs" "download it again"
case $archive in
  zip) unzip -q "$name.zip" ;;
  *) tar -xzf "$name.tar.gz" ;;
esac
cd - >/dev/null

mkdir -p "$folder"
program=$scratch/$name/copydesk
[ -f "$program" ] || program=$program.exe
cp "$program" "$folder/"
chmod 755 "$folder/${program##*/}"
echo "installed $folder/${program##*/}"
case :$PATH: in
  *":$folder:"*) ;;
  *) echo "  $folder is not on PATH: add it there, or start copydesk by its path" ;;
esac
