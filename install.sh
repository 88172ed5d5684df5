#!/bin/sh
# Puts OPM in place: the executable, completion for bash, zsh and fish, and the man page.
#
#   ./install.sh [--user | --system | --prefix DIR] [--uninstall] [FILE]
#
# FILE is the executable, by default "opm" beside this script or in dist/. For root the default is --system
# (/usr/local), for everybody else --user (~/.local). Run again, it replaces what is there; then "opm daemon restart"
# puts the new version in charge, and every app keeps running.
set -eu

usage() {
  echo "usage: install.sh [--user | --system | --prefix DIR] [--uninstall] [FILE]"
}

fail() {
  echo "install.sh: $1" >&2
  exit "${2:-1}"
}

prefix=
uninstall=
file=
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

if [ -z "$file" ]; then
  here=$(dirname -- "$0")
  for candidate in "$here/opm" "$here/dist/opm"; do
    if [ -f "$candidate" ]; then
      file=$candidate
      break
    fi
  done
fi
[ -n "$file" ] || fail "there is no executable beside this script; name it (npm run compile makes dist/opm)"
[ -f "$file" ] || fail "\"$file\" does not exist"

# put MODE FILE: what comes in becomes the file, at once and never half. A running executable cannot be written to,
# but its name can be given to another one.
put() {
  mkdir -p "$(dirname -- "$2")"
  aside=$2.new.$$
  if cat >"$aside" && chmod "$1" "$aside" && mv -f "$aside" "$2"; then
    return 0
  fi
  rm -f "$aside"
  fail "cannot write \"$2\""
}

# Tried before it takes the place of one that works.
mkdir -p "$prefix/bin"
trial=$program.try.$$
trap 'rm -f "$trial"' EXIT
cp "$file" "$trial" && chmod 755 "$trial" || fail "cannot write \"$trial\""
version=$("$trial" --version) || fail "\"$file\" does not run on this machine"
mv -f "$trial" "$program"

# From a variable, since a pipe would hide that the program failed.
for pair in "bash:$bash_file" "zsh:$zsh_file" "fish:$fish_file" "man:$man_file"; do
  text=$("$program" completion "${pair%%:*}") || fail "the program cannot print its ${pair%%:*} file"
  printf '%s\n' "$text" | put 644 "${pair#*:}"
done

echo "Installed OPM $version as $program, with completion for bash, zsh and fish, and its man page."
case :${PATH:-}: in
  *:"$prefix/bin":*) ;;
  *) echo "$prefix/bin is not in your PATH." ;;
esac
if "$program" daemon status >/dev/null 2>&1; then
  echo "A daemon is running: \"opm daemon restart\" switches it to this version, and all apps keep running."
fi
