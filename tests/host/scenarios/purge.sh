# shellcheck shell=bash
# A purge by force that would lose something is refused, and harms no lease; and one
# where the data directory is a file system of its own.

ELSEWHERE=/srv/paygress

step_1() {
    local vmid
    vmid=$(spawn)
    remember start "$(started_at "$vmid")"
    mv /usr/bin/docker /usr/bin/docker.away
    trap 'mv /usr/bin/docker.away /usr/bin/docker' EXIT
    expect "without a docker client it is refused" is_refused "the docker client is gone"
    mv /usr/bin/docker.away /usr/bin/docker
    trap - EXIT
    expect_untouched "$vmid" "$DATA"
    provider release "$vmid"
}

# An instance with no lease is left in the usual place.
step_2() {
    local vmid
    install -d -m 0700 "$ELSEWHERE"
    unit "ReadWritePaths=$ELSEWHERE"
    settings "{\"Provider\": {\"DataDirectory\": \"$ELSEWHERE\"}}"
    vmid=$(spawn --data-path /data)
    remember start "$(started_at "$vmid")"
    expect "beside leases of another instance it is refused" is_refused "data directory is not $DATA"
    expect_untouched "$vmid" "$ELSEWHERE"

    rm -rf "${DATA:?}"/*
    expect "also where there is no instance at all" is_refused "data directory is not $DATA"
    expect_untouched "$vmid" "$ELSEWHERE"
    provider release "$vmid"
    rm -r /etc/systemd/system/paygress-provider.service.d
    systemctl daemon-reload
    install_settings
    systemctl restart paygress-network paygress-provider
    rm -r "$ELSEWHERE"
}

step_3() {
    systemctl stop paygress-provider
    mkdir -p "$ELSEWHERE"
    mount --bind "$ELSEWHERE" "$DATA"
    systemctl start paygress-provider
    purge_with_a_volume
    expect "the file system is still mounted" mountpoint --quiet "$DATA"
    expect_equal "and nothing is left on it" "$(ls -A "$DATA")" ""
    umount "$DATA"
    rmdir "$ELSEWHERE"
    install_package "${package:?}"
}

# is_refused WORDS: the purge by force, in these words.
is_refused() {
    local said
    ! said=$(PAYGRESS_PURGE=yes dpkg --purge paygress-provider 2>&1) || return 1
    echo "$said"
    [[ $said == *"$1"* ]]
}

# expect_untouched VMID FOLDER: while the package is away, and when it is back.
expect_untouched() {
    expect "its container runs on" container_runs "$1"
    expect "the books are there" [ -s "$2/provider.db" ]
    expect "its timer is there" [ -n "$(end_timers "")" ]
    install_package "${package:?}"
    expect "installed again, the provider is ready" wait_until 60 api GET /healthz
    expect_equal "its lease is in the books" "$(lease "$1" .state)" active
    expect_equal "and has run on" "$(started_at "$1")" "$(recall start)"
}

purge_with_a_volume() {
    local vmid
    expect "the provider is ready" wait_until 60 api GET /healthz
    vmid=$(spawn --data-path /data)
    expect "a lease has its volume in $DATA" [ -n "$(find "$DATA/volumes" -type f)" ]
    expect "and runs" container_runs "$vmid"
    PAYGRESS_PURGE=yes dpkg --purge paygress-provider
    expect_equal "no container is left" "$(docker ps --all --quiet)" ""
    expect_equal "no volume is left" "$(docker volume ls --quiet)" ""
    expect_equal "no loop device is left" "$(losetup --list --noheadings)" ""
    expect "no timer is left" wait_until 30 no_timer_is_left
}
