# shellcheck shell=bash
# What our scripts say: short lines, colour only on a terminal.

if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
    bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' green=$'\e[32m' plain=$'\e[0m'
else
    bold='' dim='' red='' green='' plain=''
fi

say() {
    printf '%s\n' "$*"
}

# One thing that was seen to be true.
good() {
    printf '   %s✓%s %s\n' "$green" "$plain" "$*"
}

note() {
    printf '   %s%s%s\n' "$dim" "$*" "$plain"
}

bad() {
    printf '   %s✗ %s%s\n' "$red" "$*" "$plain"
}

# The end of the script, with what to do about it.
die() {
    printf '%s%s: %s%s\n' "$red" "${0##*/}" "$1" "$plain" >&2
    shift
    (($# == 0)) || printf '  %s\n' "$@" >&2
    exit 1
}

headline() {
    printf '\n%s%s%s\n' "$bold" "$*" "$plain"
}

# The comment at the head of a script is its --help.
show_help() {
    awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$0"
}

require_root() {
    ((EUID == 0)) || die "needs root" "run it as: sudo $0"
}

# wait_until SECONDS COMMAND...: true as soon as the command is, false when the
# time is over.
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.1
    done
}
