#!/bin/sh
# Installs OPM: the executable, completion for bash, zsh and fish, and the man page.
#
#   ./install.sh [--user | --system | --prefix DIR] [--uninstall] [--from FOLDER_OR_URL | FILE]
#
# --from takes the executable for this machine from a release: a folder, or the URL that serves it. FILE is an
# executable, which may be compressed (.gz). The default is the one for this machine beside this script, else "opm"
# beside it or in dist/. If there is a SHA256SUMS beside an executable, its checksum must match.
# For root the default is --system (/usr/local), for everybody else --user (~/.local). Run again, it replaces the
# installed version; then "opm daemon restart" switches to the new one, and every app keeps running.
set -eu
# Everybody may read the installed files but only their owner may write them, whatever the caller's umask is.
umask 022

usage() {
  echo "usage: install.sh [--user | --system | --prefix DIR] [--uninstall] [--from FOLDER_OR_URL | FILE]"
}

fail() {
  echo "install.sh: $1" >&2
  exit "${2:-1}"
}

prefix=
uninstall=
file=
from=
shown=
while [ $# -gt 0 ]; do
  case $1 in
    --user) prefix=${HOME:?}/.local ;;
    --system) prefix=/usr/local ;;
    --prefix)
      [ $# -ge 2 ] || fail "--prefix needs a folder" 64
      prefix=$2
      shift
      ;;
    --uninstall) uninstall=yes ;;
    --from)
      [ $# -ge 2 ] || fail "--from needs a folder or a URL" 64
      from=${2%/}
      shift
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    -*)
      usage >&2
      fail "unknown option $1" 64
      ;;
    *) file=$1 ;;
  esac
  shift
done

if [ -z "$prefix" ]; then
  if [ "$(id -u)" -eq 0 ]; then prefix=/usr/local; else prefix=${HOME:?}/.local; fi
fi

program=$prefix/bin/opm
bash_file=$prefix/share/bash-completion/completions/opm
zsh_file=$prefix/share/zsh/site-functions/_opm
fish_file=$prefix/share/fish/vendor_completions.d/opm.fish
man_file=$prefix/share/man/man1/opm.1

if [ -n "$uninstall" ]; then
  if [ -x "$program" ] && "$program" daemon status >/dev/null 2>&1; then
    echo "install.sh: the daemon and its apps are still running; \"opm daemon stop\" would have stopped them" >&2
  fi
  rm -f "$program" "$bash_file" "$zsh_file" "$fish_file" "$man_file"
  # Also remove folders that only this script filled; others are not empty.
  for folder in \
    bin share/bash-completion/completions share/bash-completion share/zsh/site-functions share/zsh \
    share/fish/vendor_completions.d share/fish share/man/man1 share/man share; do
    rmdir "$prefix/$folder" 2>/dev/null || true
  done
  echo "Removed OPM from $prefix. Its state (~/.opm) and what \"opm startup\" wrote are still there."
  exit 0
fi

# The name of this machine's executable in a release.
machine() {
  case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=darwin ;;
    *) fail "there is no executable for $(uname -s)" ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) fail "there is no executable for $(uname -m)" ;;
  esac
  # Only glibc knows this variable. The loaders prove less: both C libraries can be installed side by side.
  if [ "$system" = linux ] && ! getconf GNU_LIBC_VERSION >/dev/null 2>&1; then machine=$machine-musl; fi
  echo "opm-$system-$machine"
}

# fetch URL FILE
fetch() {
  case $1 in
    https://* | http://127.0.0.1[:/]* | http://localhost[:/]*) ;;
    *) fail "\"$1\" is not served over https" 64 ;;
  esac
  if command -v curl >/dev/null; then
    curl --fail --silent --show-error --location --proto-redir =https --output "$2" "$1"
  elif command -v wget >/dev/null; then
    wget -q -O "$2" "$1"
  else
    fail "neither curl nor wget is installed"
  fi || fail "cannot download \"$1\""
}

# sum_of FILE
sum_of() {
  if command -v sha256sum >/dev/null; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d ' ' -f 1
}

# Work in a folder that nobody else can write to, beside the target: a rename then puts the executable in place atomically.
mkdir -p "$prefix/bin" || fail "cannot create \"$prefix/bin\""
work=$(mktemp -d "$prefix/bin/.opm-install.XXXXXX") || fail "cannot write to \"$prefix/bin\""
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

if [ -n "$from" ]; then
  [ -z "$file" ] || fail "name either a file or a release with --from" 64
  name=$(machine) || exit
  case $from in
    *://*)
      fetch "$from/SHA256SUMS" "$work/SHA256SUMS"
      fetch "$from/$name.gz" "$work/$name.gz"
      file=$work/$name.gz
      shown=$from/$name.gz
      ;;
    *)
      file=$from/$name.gz
      [ -f "$from/SHA256SUMS" ] || fail "there is no SHA256SUMS in \"$from\""
      ;;
  esac
elif [ -z "$file" ]; then
  here=$(dirname -- "$0")
  name=$(machine 2>/dev/null) || name=opm
  for candidate in "$here/$name.gz" "$here/$name" "$here/opm" "$here/dist/opm"; do
    if [ -f "$candidate" ]; then
      file=$candidate
      break
    fi
  done
fi
[ -n "$file" ] || fail "there is no executable beside this script; name one (npm run compile builds dist/opm)"
[ -f "$file" ] || fail "\"$file\" does not exist"
shown=${shown:-$file}

# Check the copy, because others may change the original in the meantime.
copy=$work/copy
cat "$file" >"$copy" || fail "cannot copy \"$file\""
sums=$(dirname -- "$file")/SHA256SUMS
if [ -f "$sums" ]; then
  name=$(basename -- "$file")
  wanted=$(awk -v name="$name" '$2 == name { print $1 }' "$sums")
  [ -n "$wanted" ] || fail "\"$shown\" is not listed in the SHA256SUMS beside it"
  found=$(sum_of "$copy")
  [ "$found" = "$wanted" ] || fail "the checksum of \"$shown\" is $found, but the SHA256SUMS beside it says $wanted"
fi
trial=$work/opm
case $file in
  *.gz) gzip -dc <"$copy" >"$trial" || fail "cannot decompress \"$shown\"" ;;
  *) mv "$copy" "$trial" ;;
esac

# Try it before it replaces a working one.
chmod 755 "$trial"
if ! version=$("$trial" --version); then
  case $file in
    *-musl*) fail "\"$shown\" does not run on this machine; it needs libstdc++ (on Alpine: apk add libstdc++)" ;;
    *) fail "\"$shown\" does not run on this machine" ;;
  esac
fi
mv -f "$trial" "$program"

# put FILE: writes standard input to the file atomically.
put() {
  mkdir -p "$(dirname -- "$1")" && cat >"$work/text" && chmod 644 "$work/text" && mv -f "$work/text" "$1" ||
    fail "cannot write \"$1\""
}

# Use a variable, because a pipe would hide a failure of the program.
for pair in "bash:$bash_file" "zsh:$zsh_file" "fish:$fish_file" "man:$man_file"; do
  text=$("$program" completion "${pair%%:*}") || fail "\"$program\" cannot print its ${pair%%:*} file"
  printf '%s\n' "$text" | put "${pair#*:}"
done

echo "Installed OPM $version as $program, with the man page and completion for bash, zsh and fish."
case :${PATH:-}: in
  *:"$prefix/bin":*) ;;
  *) echo "$prefix/bin is not in your PATH." ;;
esac
if "$program" daemon status >/dev/null 2>&1; then
  echo "A daemon is running: \"opm daemon restart\" switches it to this version, and all apps keep running."
fi
