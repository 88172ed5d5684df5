#!/usr/bin/env bash
# Installs the Debian packages that tests need, as root. A test whose package is missing is skipped and says so;
# continuous integration runs this first, so that nothing is skipped there. Does nothing if all are installed.
set -euo pipefail

packages=(
  fish zsh               # completions in the shells themselves
  gcc libc6-dev          # small programs of tests, and the checker that spin writes
  curl                   # the pages on servers
  chromium               # the dashboard in a real browser
  git                    # a checkout as a user makes it
  iproute2               # the network in which the pages on servers are followed
  libc6-arm64-cross      # starts the executable for arm64, with qemu-user-static
  mount util-linux       # unshare, nsenter, setpriv, prlimit, mount
  musl                   # starts the executable for musl
  nginx-light            # the page on nginx, and a program that writes over its environment
  openssl                # certificates of tests
  postgresql             # the page on PostgreSQL
  procps                 # ps
  prometheus             # promtool checks the metrics
  redis-server           # the page on Redis, likewise
  qemu-user-static       # starts the executable for arm64
  python3                # small programs of tests
  spin                   # the models in test/models
  strace                 # counts system calls
  systemd                # units are verified, and a machine is booted
)

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} = 0 ] && exit 0

echo "Installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
exec </dev/null
apt-get update -q -o Acquire::Retries=3
apt-get install -q -y --no-install-recommends -o Acquire::Retries=3 -o DPkg::Lock::Timeout=120 "${missing[@]}"
