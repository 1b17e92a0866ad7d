# shellcheck shell=bash
# For scenarios in which the machine goes down under plain leases.

foreign=/var/tmp/foreign

# leases_before: two leases with data, and for the next boot somebody else's images
# on the loop devices that are the leases' now.
leases_before() {
    local name vmid
    for name in one two; do
        vmid=$(spawn)
        remember "$name" "$vmid"
        remember "$name.id" "$(lease "$vmid" .lease_id)"
        remember "$name.container" "$(container_id "$vmid")"
        remember "$name.device" "$(device_of "$vmid")"
        write_data "$vmid" "data of $name"
    done
    take_loop_devices_at_boot
}

device_of() {
    losetup --noheadings --output NAME --associated "$DATA/volumes/$1.img"
}

take_loop_devices_at_boot() {
    local number
    for number in 1 2 3; do
        truncate --size 64M "$foreign.$number"
        mkfs.ext4 -q "$foreign.$number"
        remember "foreign.$number" "$(sha256sum < "$foreign.$number")"
        unit "ExecStartPre=+losetup --find $foreign.$number"
    done
}

# leases_after: the same containers, with the same data and no one else's.
leases_after() {
    local name vmid
    for name in one two; do
        vmid=$(recall "$name")
        expect "lease $name runs again" wait_until 120 container_runs "$vmid"
        expect_equal "it is the same lease" "$(lease "$vmid" '"\(.lease_id) \(.state)"')" "$(recall "$name.id") active"
        expect_equal "in the same container" "$(container_id "$vmid")" "$(recall "$name.container")"
        expect_equal "with its own data" "$(read_data "$vmid")" "data of $name"
        expect "on another device" [ "$(device_of "$vmid")" != "$(recall "$name.device")" ]
        expect "its page answers" wait_until 20 page "$vmid"
    done
    give_loop_devices_back
}

give_loop_devices_back() {
    local number
    for number in 1 2 3; do
        expect_equal "foreign image $number was not touched" \
            "$(sha256sum < "$foreign.$number")" "$(recall "foreign.$number")"
        losetup --detach "$(losetup --noheadings --output NAME --associated "$foreign.$number")"
        rm "$foreign.$number"
    done
}
