# shellcheck shell=bash
# A reboot and a power cut in the middle of an encrypted lease. Its container writes
# as soon as it starts, so an open place would have what it wrote.

step_1() {
    make_writer
    make_key /state/memory/key
    make_key /state/memory/wrong
    remember vmid "$(spawn_writer --encrypt --key-file /state/memory/key)"
    expect "the container wrote" wait_until 20 docker exec "paygress-$(recall vmid)" grep -q "$MARKER" /data/marker
    docker exec "paygress-$(recall vmid)" sync
    then_reboot
}

step_2() {
    stays_shut
    expect "the owner's key opens it" provider unlock "$(recall vmid)" --key-file /state/memory/key
    expect "it runs" wait_until 60 container_runs "$(recall vmid)"
    expect_equal "and has what it wrote before and after" "$(docker exec "paygress-$(recall vmid)" grep -c "$MARKER" /data/marker)" 2
    docker exec "paygress-$(recall vmid)" sync
    then_power_cut
}

step_3() {
    stays_shut
    expect "the owner's key opens it again" provider unlock "$(recall vmid)" --key-file /state/memory/key
    expect "it runs" wait_until 60 container_runs "$(recall vmid)"
    expect_equal "and has all it wrote" "$(docker exec "paygress-$(recall vmid)" grep -c "$MARKER" /data/marker)" 3
    remember short "$(DURATION=4m spawn_writer --encrypt --key-file /state/memory/key)"
    remember short.id "$(lease "$(recall short)" .lease_id)"
    then_reboot
}

step_4() {
    local id
    stays_shut
    id=$(lease "$(recall vmid)" .lease_id)
    expect "while it is locked it can be ended" provider release "$(recall vmid)"
    expect "it ends" wait_until 60 lease_is "$id" ended
    id=$(recall short.id)
    expect "another one is locked until its time is up" lease_is "$id" locked
    expect "then it ends" wait_until 300 lease_is "$id" ended
    expect_equal "because its time was up" "$(lease "$id" .end_reason)" expired
    expect_equal "no mapping is left" "$(dmsetup ls)" "No devices found"
    expect_equal "no loop device is left" "$(losetup --list --noheadings)" ""
    expect_equal "no image file is left" "$(ls -A "$DATA/volumes")" ""
}

# What must be so while nobody has given the key.
stays_shut() {
    local vmid
    vmid=$(recall vmid)
    expect "the lease is locked" wait_until 120 lease_is "$vmid" locked
    expect_fails "the container does not run" 1 container_runs "$vmid"
    expect_equal "nothing is under its mount point" "$(ls -A "/var/lib/docker/volumes/paygress-$vmid-data/_data")" ""
    expect_equal "the marker is nowhere on the host's own disk" "$(files_with "$MARKER")" ""
    the_check_can_fail
    expect_equal "another key is refused" "$({ api POST "/v1/leases/$vmid/unlock" "{\"key_b64\": \"$(base64url /state/memory/wrong)\"}" 2> /dev/null || true; } | jq -r .code)" wrong_key
    expect_equal "and changes nothing" "$(lease "$vmid" .state) $(dmsetup ls --target crypt) $(losetup --list --noheadings)" "locked No devices found "
}

# The same search finds what a bind mount writes in clear.
the_check_can_fail() {
    local place=/srv/negative-control
    mkdir -p "$place"
    docker run --rm --volume "$place:/data" --entrypoint /bin/sh paygress/writer:1 \
        -c 'printf "CONTROL-%s-%s\n" TEXT MARKER >> /data/marker; sync' > /dev/null
    sync
    expect_equal "and the search of the disk finds that" "$(files_with "$CONTROL")" "$place/marker"
    rm -rf "$place"
}
