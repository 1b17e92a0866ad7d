# shellcheck shell=bash
# Somebody holds an encrypted volume at its end, or has its names before it begins.

step_1() {
    local vmid id holder
    make_writer
    make_key /state/memory/key
    vmid=$(spawn_writer --encrypt --key-file /state/memory/key)
    id=$(lease "$vmid" .lease_id)
    expect "the container wrote" wait_until 20 docker exec "paygress-$vmid" grep -q "$MARKER" /data/marker
    # Its copy of the mount would go with the mount point (docker removes that); its working directory stays.
    (cd "/var/lib/docker/volumes/paygress-$vmid-data/_data" && exec unshare --mount --propagation private sleep 1000) &
    holder=$!
    expect "a process in another mount namespace has it" wait_until 10 test "$(readlink /proc/self/ns/mnt)" != "$(readlink "/proc/$holder/ns/mnt")"

    provider release "$vmid" &
    expect "the key leaves the kernel" wait_until 90 no_key
    expect "the image file goes" wait_until 120 no_image "$vmid"
    expect "the journal says who has it" wait_until 30 journal_names "pid $holder (sleep)"
    expect_equal "the lease is not over" "$(lease "$id" .state)" evicting
    kill "$holder"
    expect "when the holder is gone it ends" wait_until 120 lease_is "$id" ended
    expect "with no mapping" [ "$(dmsetup ls)" == "No devices found" ]
}

step_2() {
    local vmid id
    make_writer
    vmid=$(spawn_writer --encrypt --key-file /state/memory/key)
    id=$(lease "$vmid" .lease_id)
    docker run --detach --name foreign --volume "paygress-$vmid-data:/theirs" --entrypoint /bin/sh paygress/writer:1 -c 'sleep 1000' > /dev/null

    provider release "$vmid" &
    expect "the key leaves the kernel although a foreign container has the volume" wait_until 90 no_key
    expect "the image file goes" wait_until 120 no_image "$vmid"
    expect_equal "the lease is not over" "$(lease "$id" .state)" evicting
    expect "the foreign container was not touched" [ "$(docker inspect --format '{{.State.Running}}' foreign)" == true ]
    docker rm --force foreign > /dev/null
    expect "when it is gone the lease ends" wait_until 120 lease_is "$id" ended
}

# The entry says another device: nothing of ours may ever be mounted there, nor theirs in our container.
step_3() {
    local vmid
    make_writer
    vmid=$(spawn_writer --encrypt --key-file /state/memory/key)
    docker kill "paygress-$vmid" > /dev/null
    provider release "$vmid" > /dev/null
    expect "it ends" wait_until 60 no_image "$vmid"
    for number in $(seq 1000 1010); do
        docker volume create --driver local --opt type=ext4 --opt device=/dev/vda "paygress-$number-data" > /dev/null
    done
    vmid=$(spawn_writer --encrypt --key-file /state/memory/key)
    expect "a lease takes none of these numbers" [ "$vmid" -gt 1010 ]
    provider release "$vmid" > /dev/null
    docker volume ls --quiet | grep -E 'paygress-10(0.|10)-data' | xargs docker volume rm > /dev/null
}

# A mapping that was closed by hand while the container was dead.
step_4() {
    local vmid
    make_writer
    vmid=$(spawn_writer --encrypt --key-file /state/memory/key)
    systemctl stop paygress-provider
    docker kill "paygress-$vmid" > /dev/null
    expect "it can be closed by hand" cryptsetup close "paygress-$vmid-luks"
    systemctl start paygress-provider
    expect "the lease is locked" wait_until 90 lease_is "$vmid" locked
    expect_fails "and does not run" 1 container_runs "$vmid"
}

journal_names() {
    entries MESSAGE_ID=7c1d9e52a4f04b6e8d3b90f100000fa3 | grep -qF "$1"
}

no_key() {
    ! dmsetup table --showkeys | grep -q crypt
}

no_image() {
    [[ ! -e $DATA/volumes/$1.luks ]]
}
