# shellcheck shell=bash
# The key of an accepted request is seen by nobody but cryptsetup: not while its lease
# begins, not while it lives, not after a second unlock.

KEY=/state/memory/key

step_1() {
    local vmid sampled
    make_writer
    make_key "$KEY"
    the_search_can_fail
    sampled=$(mktemp -u)
    /payload/guest/key-traces "$KEY" --processes "$sampled.stop" > "$sampled" &
    remember vmid "$(spawn_writer --encrypt --key-file "$KEY")"
    touch "$sampled.stop"
    wait
    tail -n 1 "$sampled"
    expect "the arguments of all processes were looked at while the volume was made" grep -q 'saw luksFormat: yes' "$sampled"
    expect_equal "the key is in no argument and no environment" "$(grep -v '^rounds' "$sampled" | sort -u)" ""
    rm "$sampled" "$sampled.stop"
    expect_key_nowhere
}

step_2() {
    local vmid
    vmid=$(recall vmid)
    systemctl stop paygress-provider
    docker kill "paygress-$vmid" > /dev/null
    cryptsetup close "paygress-$vmid-luks"
    systemctl start paygress-provider
    expect "with the mapping closed by hand the lease is locked" wait_until 90 lease_is "$vmid" locked
    expect "the key opens it" provider unlock "$vmid" --key-file "$KEY"
    expect "it runs" wait_until 60 container_runs "$vmid"
    expect_key_nowhere
}

# Who has it in memory, in a file, in its environment, is found.
the_search_can_fail() {
    local holder
    env "HELD=$(base64 -w0 "$KEY")" sleep 1000 &
    holder=$!
    expect "the search of a memory finds a key" found_in "/proc/$holder/mem"
    expect "as does that of a file" found_in "$KEY"
    kill "$holder"
}

found_in() {
    [[ -n $(/payload/guest/key-traces "$KEY" "$1") ]]
}

expect_key_nowhere() {
    local vmid daemon
    vmid=$(recall vmid)
    daemon=$(unit_property MainPID)
    expect "the daemon's memory is readable" grep -qa paygress "/proc/$daemon/maps"
    expect_equal "the daemon's memory has nothing of it" "$(/payload/guest/key-traces "$KEY" "/proc/$daemon/mem")" ""
    expect_equal "nor does docker say it" "$(docker inspect "paygress-$vmid" | /payload/guest/key-traces "$KEY" -)" ""
    expect_equal "nor has the journal it" "$(journalctl --no-pager --all --output export | /payload/guest/key-traces "$KEY" -)" ""
    expect "the books' log is among the files" test -s "$DATA/provider.db-wal"
    expect_equal "nor is it in any file of the host, the books' log among them" "$(traces_in_files)" ""
}

traces_in_files() {
    find "$DATA" /run/paygress /etc/paygress /var/log /var/tmp /tmp /root /var/lib/docker/containers /var/lib/docker/volumes \
        -xdev -type f -print0 | xargs -0 -n 1000 /payload/guest/key-traces "$KEY"
}
