#!/bin/sh
# Puts OPM in place: the executable, completion for bash, zsh and fish, and the man page.
#
#   ./install.sh [--user | --system | --prefix DIR] [--uninstall] [--from FOLDER_OR_URL | FILE]
#
# --from takes the executable for this machine out of a release: a folder, or the address it is served at. FILE is an
# executable, which may be compressed (.gz). By default it is the one for this machine beside this script, else "opm"
# beside it or in dist/. Where SHA256SUMS lies beside an executable, its checksum must be the one that stands there.
# For root the default is --system (/usr/local), for everybody else --user (~/.local). Run again, it replaces what is
# there; then "opm daemon restart" puts the new version in charge, and every app keeps running.
set -eu
# Nobody else may write what is installed, and everybody may read it, whatever the caller's own mask is.
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
      [ $# -ge 2 ] || fail "--from needs a folder or an address" 64
      from=${2%/}
      shift
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    -*)
      usage >&2
      fail "there is no option $1" 64
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
    echo "install.sh: the daemon still runs, and so do its apps; \"opm daemon stop\" would have stopped them" >&2
  fi
  rm -f "$program" "$bash_file" "$zsh_file" "$fish_file" "$man_file"
  # Folders that only this script has filled go too; those of others are not empty.
  for folder in \
    bin share/bash-completion/completions share/bash-completion share/zsh/site-functions share/zsh \
    share/fish/vendor_completions.d share/fish share/man/man1 share/man share; do
    rmdir "$prefix/$folder" 2>/dev/null || true
  done
  echo "Removed OPM from $prefix. Its state (~/.opm) and what \"opm startup\" wrote are still there."
  exit 0
fi

# The name that a release gives to the executable for this machine.
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
  # Only glibc knows this word. The loaders say less: either C library can be installed beside the other.
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
    fail "neither curl nor wget is here"
  fi || fail "cannot fetch \"$1\""
}

# sum_of FILE
sum_of() {
  if command -v sha256sum >/dev/null; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d ' ' -f 1
}

# In a folder that nobody else can write to, beside where the executable will be: a rename puts it in place at once.
mkdir -p "$prefix/bin" || fail "cannot make \"$prefix/bin\""
work=$(mktemp -d "$prefix/bin/.opm-install.XXXXXX") || fail "cannot write to \"$prefix/bin\""
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

if [ -n "$from" ]; then
  [ -z "$file" ] || fail "name a file, or a release with --from" 64
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
[ -n "$file" ] || fail "there is no executable beside this script; name it (npm run compile makes dist/opm)"
[ -f "$file" ] || fail "\"$file\" does not exist"
shown=${shown:-$file}

# The copy is checked and not the original, which others may change in the meantime.
copy=$work/copy
cat "$file" >"$copy" || fail "cannot copy \"$file\""
sums=$(dirname -- "$file")/SHA256SUMS
if [ -f "$sums" ]; then
  name=$(basename -- "$file")
  wanted=$(awk -v name="$name" '$2 == name { print $1 }' "$sums")
  [ -n "$wanted" ] || fail "SHA256SUMS beside \"$shown\" does not name it"
  found=$(sum_of "$copy")
  [ "$found" = "$wanted" ] || fail "the checksum of \"$shown\" is $found, SHA256SUMS beside it wants $wanted"
fi
trial=$work/opm
case $file in
  *.gz) gzip -dc <"$copy" >"$trial" || fail "cannot decompress \"$shown\"" ;;
  *) mv "$copy" "$trial" ;;
esac

# Tried before it takes the place of one that works.
chmod 755 "$trial"
if ! version=$("$trial" --version); then
  case $file in
    *-musl*) fail "\"$shown\" does not run on this machine; it needs libstdc++ (on Alpine: apk add libstdc++)" ;;
    *) fail "\"$shown\" does not run on this machine" ;;
  esac
fi
mv -f "$trial" "$program"

# put FILE: what comes in becomes the file, at once and never half.
put() {
  mkdir -p "$(dirname -- "$1")" && cat >"$work/text" && chmod 644 "$work/text" && mv -f "$work/text" "$1" ||
    fail "cannot write \"$1\""
}

# From a variable, since a pipe would hide that the program failed.
for pair in "bash:$bash_file" "zsh:$zsh_file" "fish:$fish_file" "man:$man_file"; do
  text=$("$program" completion "${pair%%:*}") || fail "the program cannot print its ${pair%%:*} file"
  printf '%s\n' "$text" | put "${pair#*:}"
done

echo "Installed OPM $version as $program, with completion for bash, zsh and fish, and its man page."
case :${PATH:-}: in
  *:"$prefix/bin":*) ;;
  *) echo "$prefix/bin is not in your PATH." ;;
esac
if "$program" daemon status >/dev/null 2>&1; then
  echo "A daemon is running: \"opm daemon restart\" switches it to this version, and all apps keep running."
fi
