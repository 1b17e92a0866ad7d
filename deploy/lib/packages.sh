# shellcheck shell=bash
# Installs what is missing, and only that, by the distribution's package manager.

# install_missing COMMAND=PACKAGE...: the command decides, not the package, so
# that an engine or a tool from elsewhere (docker-ce, say) is left in place.
install_missing() {
    local pair missing=()
    for pair in "$@"; do
        have_command "${pair%%=*}" || missing+=("${pair#*=}")
    done
    if ((${#missing[@]} == 0)); then
        return
    fi

    command -v apt-get > /dev/null || die "there is no apt-get here" \
        "install what Debian calls: ${missing[*]}"
    note "installing: ${missing[*]}"
    apt_install "${missing[@]}" || die "apt-get could not install ${missing[*]}" \
        "see above, then run this again"
}

# An ordinary user's PATH, which sudo may keep, does not have the sbin folders.
have_command() {
    PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin command -v "$1" > /dev/null
}

# docker_packages: what this distribution calls engine and client. Newer ones
# have the client in a package of its own; a kernel with AppArmor needs the
# parser, or dockerd refuses to start any container.
docker_packages() {
    echo dockerd=docker.io
    if apt-cache show docker-cli > /dev/null 2>&1; then
        echo docker=docker-cli
    fi
    if [[ $(cat /sys/module/apparmor/parameters/enabled 2> /dev/null) == Y ]]; then
        echo apparmor_parser=apparmor
    fi
}

# --no-remove: to try this project must not cost anybody a package.
apt_install() (
    keep_services_from_starting
    export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
    quietly apt-get -q -o DPkg::Lock::Timeout=300 update
    quietly apt-get -q -o DPkg::Lock::Timeout=300 install \
        --yes --no-remove --no-install-recommends "$@"
)

# docker.io would put a bridge and firewall rules on the machine, docker-registry
# would listen on a port; what we need of them we start ourselves. The caller is
# a subshell, whose end takes the policy away again.
keep_services_from_starting() {
    local policy=/usr/sbin/policy-rc.d
    if [[ ! -e $policy ]]; then
        # shellcheck disable=SC2064 # the path of now is meant
        trap "rm -f $policy" EXIT
        printf '#!/bin/sh\nexit 101\n' > "$policy"
        chmod 0755 "$policy"
    fi
}

# Shows the output of a command only when it failed.
quietly() {
    local output
    if ! output=$("$@" 2>&1); then
        printf '%s\n' "$output" | tail -n 40 >&2
        return 1
    fi
}
