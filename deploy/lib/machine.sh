# shellcheck shell=bash
# What a run of ours could leave behind on the machine, as text to compare.

# machine_state: one fact a line, in a fixed order.
machine_state() {
    machine_part 'network links' ip -o -brief link
    machine_part 'network namespaces' ip netns list
    machine_part 'forwarding' cat /proc/sys/net/ipv4/ip_forward
    machine_part 'iptables' iptables-save
    machine_part 'ip6tables' ip6tables-save
    machine_part 'nftables' nft list ruleset
    machine_part 'loop devices' losetup --list --noheadings --output NAME,BACK-FILE
    # Without its control node, which the tools make where it is missing: it maps nothing.
    machine_part 'device mapper' find /dev/mapper -mindepth 1 -not -name control
    machine_part 'mounts' findmnt --raw --noheadings --output TARGET,SOURCE,FSTYPE
    machine_part 'cgroups' find /sys/fs/cgroup -type d -name '*paygress*'
    machine_part 'files' files_of_ours
    machine_part 'processes' processes_of_ours
    machine_part 'containers' docker_of_machine ps --all --format '{{.Names}}'
    machine_part 'volumes' docker_of_machine volume ls --quiet
    machine_part 'docker networks' docker_of_machine network ls --format '{{.Name}}'
    machine_part 'docker images' docker_of_machine images --format '{{.Repository}}:{{.Tag}}'
}

# A tool that is not there cannot have been used either. Packet counters and
# dates are no difference.
machine_part() {
    local title=$1
    shift
    command -v "$1" > /dev/null || return 0
    { "$@" 2> /dev/null || true; } |
        sed -E '/^#/d; s/\[[0-9]+:[0-9]+\]//; s/counter packets [0-9]+ bytes [0-9]+//' |
        sort | sed "s/^/$title: /"
}

# Without the folders of tests that somebody runs by hand meanwhile: those of
# tests/run are in its own folder.
files_of_ours() {
    find /run /tmp /var/tmp /var/lib -maxdepth 1 -name '*paygress*' ! -name 'paygress-test-*'
}

# pgrep compares the first 15 characters.
processes_of_ours() {
    pgrep -l -x 'dockerd|containerd|containerd-shim|docker-registry|paygress-provid|qemu-system-x86'
}

# The engine that was there before we started one.
machine_docker_host=${DOCKER_HOST:-}
docker_of_machine() {
    DOCKER_HOST=$machine_docker_host "${DOCKER:-docker}" "$@"
}

# machine_unchanged BEFORE: waits a little (the kernel lets go of loop devices
# and namespaces in its own time), then prints the differences.
machine_unchanged() {
    if wait_until 10 machine_equals "$1"; then
        return 0
    fi
    diff --unchanged-line-format= --old-line-format='   - %L' \
        --new-line-format='   + %L' <(echo "$1") <(machine_state) || true
    return 1
}

machine_equals() {
    [[ $(machine_state) == "$1" ]]
}
