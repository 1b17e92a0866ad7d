# shellcheck shell=bash
# An encrypted lease: what it writes is nowhere in clear, and nothing of it is left
# at its end, the key least of all. And the volume entry of somebody else.

step_1() {
    make_writer
    make_key /state/memory/key
    local vmid
    vmid=$(spawn_writer --encrypt --key-file /state/memory/key)
    remember vmid "$vmid"

    expect "the container wrote as soon as it started" wait_until 20 docker exec "paygress-$vmid" grep -q "$MARKER" /data/marker
    docker exec "paygress-$vmid" sync
    expect_equal "the device of its data path is the mapping" \
        "$(docker exec "paygress-$vmid" cat /proc/self/mountinfo | awk '$5 == "/data" { print $3 }')" \
        "$(lsblk --noheadings --output MAJ:MIN "/dev/mapper/paygress-$vmid-luks" | tr -d ' ')"
    expect_equal "the marker is found through the mapping" "$(hits "/dev/mapper/paygress-$vmid-luks")" yes
    expect_equal "but not in the image file" "$(hits "$DATA/volumes/$vmid.luks")" no
    expect_equal "one loop device is below" "$(losetup --list --noheadings | wc -l)" 1
    expect "audit finds nothing wrong" provider audit
}

step_2() {
    local vmid
    vmid=$(recall vmid)
    systemctl restart docker
    expect "after a restart of docker the lease runs again without its key" wait_until 90 container_runs "$vmid"
    expect "and has its data" docker exec "paygress-$vmid" grep -q "$MARKER" /data/marker
}

step_3() {
    local vmid id
    vmid=$(recall vmid)
    id=$(lease "$vmid" .lease_id)
    expect "it is released" provider release "$vmid"
    expect "it ends" wait_until 60 lease_is "$id" ended
    expect_equal "no mapping is left" "$(dmsetup ls --target crypt)" "No devices found"
    expect_equal "no loop device is left" "$(losetup --list --noheadings)" ""
    expect_equal "no image file is left" "$(ls -A "$DATA/volumes")" ""
    expect_equal "no docker volume is left" "$(docker volume ls --quiet)" ""
    expect_equal "no link is left" "$(ls -A /run/paygress/dev)" ""
    expect_equal "no key is in any table" "$(dmsetup table --showkeys)" "No devices found"
    expect_fails "nor in the kernel's keyrings" 1 grep cryptsetup: /proc/keys
    expect_fails "nor in the journal, the books or any file of the provider" 1 key_is_in_files
}

# The key in hex, base64 or as bytes.
key_is_in_files() {
    local hex base64
    hex=$(od -An -v -tx1 /state/memory/key | tr -d ' \n')
    base64=$(base64 -w0 /state/memory/key)
    { grep -rqiF -e "$hex" -e "$base64" "$DATA" /run/paygress /etc/paygress; } && return 0
    journalctl --no-pager --output=export | grep -qiF -e "$hex" -e "$base64"
}
